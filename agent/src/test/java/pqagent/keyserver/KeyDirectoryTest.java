package pqagent.keyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pqagent.crypto.primitive.SecretKey;
import pqagent.error.OperatorException;

class KeyDirectoryTest {
  private final SecureRandom random = new SecureRandom();

  @TempDir private Path folder;
  private Path path;
  private KeyDirectory directory;

  @BeforeEach
  void name() {
    path = folder.resolve("deep/keys");
    directory = new KeyDirectory(path);
  }

  @Test
  void shouldReadBack_whatItWrote() throws IOException {
    write(false);

    try (ServerKeys keys = directory.read(random);
        ServerKeys expected = keys()) {
      assertThat(keys.pair().mcelieceSecret()).isEqualTo(expected.pair().mcelieceSecret());
      assertThat(keys.pair().x25519Secret()).isEqualTo(expected.pair().x25519Secret());
      assertThat(keys.sessionKey().bytes()).isEqualTo(expected.sessionKey().bytes());
      assertThat(directory.readPublic().mceliece())
          .isEqualTo(ServerVectors.publicKeys().mceliece());
      assertThat(directory.readPublic().x25519()).isEqualTo(ServerVectors.publicKeys().x25519());
    }
    assertThat(mode(path)).isEqualTo("rwx------");
    for (String secret : List.of("mceliece_sk", "x25519_sk", "session_key")) {
      assertThat(mode(path.resolve(secret))).isEqualTo("rw-------");
    }
    for (String open : List.of("mceliece_pk", "x25519_pk")) {
      assertThat(mode(path.resolve(open))).isEqualTo("rw-r--r--");
    }
    assertThat(fileNames()).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mceliece_pk", "mceliece_sk", "x25519_pk", "x25519_sk", "session_key"})
  void shouldNameTheFile_whenOneIsMissing(String file) throws IOException {
    write(false);
    Files.delete(path.resolve(file));

    assertMistake(
        "key file " + path.resolve(file) + " is missing", "pqagent keygen --keys " + path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mceliece_pk", "mceliece_sk", "x25519_pk", "x25519_sk", "session_key"})
  void shouldNameTheFile_whenItsLengthIsWrong(String file) throws IOException {
    write(false);
    byte[] bytes = Files.readAllBytes(path.resolve(file));
    Files.write(path.resolve(file), Arrays.copyOf(bytes, bytes.length - 1));

    assertMistake(
        "key file " + path.resolve(file) + " has " + (bytes.length - 1) + " bytes",
        "instead of " + bytes.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mceliece_sk", "x25519_sk", "session_key"})
  void shouldNameTheFile_whenOthersMayReadASecret(String file) throws IOException {
    write(false);
    for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----")) {
      Files.setPosixFilePermissions(path.resolve(file), PosixFilePermissions.fromString(mode));

      assertMistake("key file " + path.resolve(file), "chmod 600 " + path.resolve(file));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mceliece_pk", "mceliece_sk", "x25519_pk", "x25519_sk"})
  void shouldNameTheDirectory_whenHalvesDoNotMatch(String file) throws IOException {
    write(false);
    byte[] bytes = Files.readAllBytes(path.resolve(file));
    for (int i = 40; i < bytes.length; i += 97) {
      bytes[i] ^= 8;
    }
    bytes[8] ^= 8;
    Files.write(path.resolve(file), bytes);

    assertMistake("the key files in " + path + " do not match", "keygen --force");
  }

  @Test
  void shouldReplaceNothing_unlessForced() throws IOException {
    write(false);
    Files.delete(path.resolve("mceliece_pk"));
    byte[] kept = Files.readAllBytes(path.resolve("session_key"));

    assertThatThrownBy(() -> write(false))
        .isInstanceOf(OperatorException.class)
        .hasMessageContaining("key file " + path.resolve("mceliece_sk") + " exists")
        .hasMessageContaining("--force");
    assertThat(path.resolve("mceliece_pk")).doesNotExist();
    assertThat(path.resolve("session_key")).hasBinaryContent(kept);

    write(true);
    assertThat(fileNames()).hasSize(5);
  }

  @Test
  void shouldLeaveNothingBehind_whenAFileCannotBeReplaced() throws IOException {
    Files.createDirectories(path.resolve("x25519_sk/full"));

    assertThatThrownBy(() -> write(true))
        .isInstanceOf(OperatorException.class)
        .hasMessageStartingWith("cannot write key files to " + path);
    assertThat(fileNames()).noneMatch(name -> name.startsWith("."));
  }

  @Test
  void shouldSayItIsNoDirectory_whenItIsAFile() throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, "not a directory");

    assertThatThrownBy(() -> write(true))
        .isInstanceOf(OperatorException.class)
        .hasMessageContaining(path + " is not a directory");
    assertMistake("key file " + path.resolve("mceliece_pk"), "pqagent keygen");
  }

  private void assertMistake(String thing, String remedy) {
    assertThatThrownBy(() -> directory.read(random).close())
        .isInstanceOf(OperatorException.class)
        .hasMessageStartingWith(thing)
        .hasMessageContaining(remedy)
        .message()
        .doesNotContain("\n");
  }

  private void write(boolean force) {
    try (ServerKeys keys = keys()) {
      directory.write(keys, force);
    }
  }

  private static ServerKeys keys() {
    byte[] session = new byte[SecretKey.BYTES];
    session[0] = 7;
    return new ServerKeys(ServerVectors.keyPair(), SecretKey.wrap(session));
  }

  private List<String> fileNames() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
