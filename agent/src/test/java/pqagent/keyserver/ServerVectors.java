package pqagent.keyserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import pqagent.crypto.key.StaticKeyPair;
import pqagent.crypto.key.StaticPublicKeys;

/** The server of the protocol vectors: its key files, and the messages of its key server. */
public final class ServerVectors {
  private static final Path DIRECTORY = Path.of(System.getProperty("pqagent.vectors"));

  private ServerVectors() {}

  public static StaticPublicKeys publicKeys() {
    return new StaticPublicKeys(file("mceliece_pk.bin"), file("x25519_pk.bin"));
  }

  /** Fresh arrays each time: closing the pair zeroes them. */
  public static StaticKeyPair keyPair() {
    return StaticKeyPair.of(
        file("mceliece_pk.bin"),
        file("mceliece_sk.bin"),
        file("x25519_pk.bin"),
        file("x25519_sk.bin"));
  }

  /** A list of {@code keymsgs.json}. */
  static List<JsonNode> messages(String list) {
    JsonNode root = json("keymsgs.json").get(list);
    return root.valueStream().toList();
  }

  static JsonNode json(String name) {
    try {
      return new ObjectMapper().readTree(DIRECTORY.resolve(name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(JsonNode hex) {
    return HexFormat.of().parseHex(hex.asText());
  }

  private static byte[] file(String name) {
    try {
      return Files.readAllBytes(DIRECTORY.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
