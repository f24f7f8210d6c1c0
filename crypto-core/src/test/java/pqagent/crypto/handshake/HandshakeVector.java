package pqagent.crypto.handshake;

import static pqagent.crypto.Vectors.hex;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import pqagent.crypto.Vectors;
import pqagent.crypto.key.SlotSecrets;
import pqagent.crypto.key.StaticKeyPair;

/** One handshake of {@code handshake.json} and the server that it is for. */
record HandshakeVector(JsonNode json) {
  static final StaticKeyPair SERVER =
      StaticKeyPair.of(
          Vectors.bytes("mceliece_pk.bin"),
          Vectors.bytes("mceliece_sk.bin"),
          Vectors.bytes("x25519_pk.bin"),
          Vectors.bytes("x25519_sk.bin"));

  static List<HandshakeVector> all() {
    return Vectors.list("handshake.json", "handshakes").map(HandshakeVector::new).toList();
  }

  byte[] bytes(String field) {
    return hex(json, field);
  }

  byte[] client(String field) {
    return hex(json.required("client"), field);
  }

  byte[] slot(String field) {
    return hex(json.required("server_ephemeral"), field);
  }

  byte[] state(String field, int index) {
    return hex(json.required(field).required(index).asText());
  }

  SlotSecrets slotSecrets() {
    return new SlotSecrets(slot("sntrup_sk"), slot("x25519_sk"));
  }

  Prekey prekey() {
    return new Prekey(client("mceliece_ct"), client("mceliece_key"));
  }
}
