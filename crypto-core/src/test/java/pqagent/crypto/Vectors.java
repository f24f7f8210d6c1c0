package pqagent.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The byte-exact protocol vectors, from the directory that {@code -Dpqagent.vectors} names. */
public final class Vectors {
  private static final HexFormat HEX = HexFormat.of();

  private Vectors() {}

  /** A whole file of vectors: {@code json("kem.json")}. */
  public static JsonNode json(String file) {
    try {
      return new ObjectMapper().readTree(directory().resolve(file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The entries of one list of a file, in order; fails when there are none. */
  public static Stream<JsonNode> list(String file, String field) {
    JsonNode list = json(file).required(field);
    if (list.isEmpty()) {
      throw new AssertionError(file + " has no " + field);
    }
    return StreamSupport.stream(list.spliterator(), false);
  }

  /** A file's raw bytes: {@code bytes("mceliece_pk.bin")}. */
  public static byte[] bytes(String file) {
    try {
      return Files.readAllBytes(directory().resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes that a field gives in hex. */
  public static byte[] hex(JsonNode node, String field) {
    return hex(node.required(field).asText());
  }

  public static byte[] hex(String digits) {
    return HEX.parseHex(digits);
  }

  public static String hex(byte[] bytes) {
    return HEX.formatHex(bytes);
  }

  private static Path directory() {
    String directory = System.getProperty("pqagent.vectors");
    if (directory == null) {
      throw new IllegalStateException("set -Dpqagent.vectors to the directory of the vectors");
    }
    return Path.of(directory);
  }
}
