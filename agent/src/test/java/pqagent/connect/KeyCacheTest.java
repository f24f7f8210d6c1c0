package pqagent.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pqagent.crypto.key.StaticPublicKeys;
import pqagent.crypto.name.Base32;
import pqagent.keyserver.ServerVectors;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.AgentRole;

class KeyCacheTest {
  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
  private static final byte[] HASH = TestServer.keyHash();

  @TempDir private Path folder;
  private final AgentMetrics metrics = new AgentMetrics(AgentRole.CLIENT);
  private Path directory;
  private Path file;
  private KeyCache cache;

  @BeforeEach
  void open() {
    directory = folder.resolve("state/keys");
    file = directory.resolve(Base32.encode(HASH));
    cache = new KeyCache(directory, InstantSource.fixed(NOW), metrics);
  }

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void shouldGiveBack_whatItKept() throws IOException {
    assertThat(cache.load(HASH)).isEmpty();
    cache.store(HASH, ServerVectors.publicKeys());

    Optional<StaticPublicKeys> keys = cache.load(HASH);
    assertThat(keys).isPresent();
    assertThat(keys.get().mceliece()).isEqualTo(ServerVectors.publicKeys().mceliece());
    assertThat(keys.get().x25519()).isEqualTo(ServerVectors.publicKeys().x25519());
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(mode(directory)).isEqualTo("rwx------");
    assertThat(count()).isEqualTo(1);
    assertThat(counted("miss")).isEqualTo(1);
    assertThat(counted("hit")).isEqualTo(1);
  }

  @Test
  void shouldRemoveAFile_whenOneBitOfItChanged() throws IOException {
    for (int at : new int[] {0, 500_000, 1_047_350}) {
      cache.store(HASH, ServerVectors.publicKeys());
      byte[] bytes = Files.readAllBytes(file);
      bytes[at] ^= 16;
      Files.write(file, bytes);

      assertThat(cache.load(HASH)).isEmpty();
      assertThat(file).doesNotExist();
    }
    assertThat(counted("corrupt")).isEqualTo(3);
  }

  @Test
  void shouldRemoveAFile_whenItsLengthIsWrong() throws IOException {
    Files.createDirectories(directory);
    for (int bytes : new int[] {0, 1, 1_047_350, 1_047_352}) {
      Files.write(file, new byte[bytes]);

      assertThat(cache.load(HASH)).isEmpty();
      assertThat(file).doesNotExist();
    }
    assertThat(counted("corrupt")).isEqualTo(4);
  }

  @Test
  void shouldLetTheOldestLeave_whenThereAreTooMany() throws IOException {
    Files.createDirectories(directory);
    for (int i = 0; i < KeyCache.MAX_SERVERS + 5; i++) {
      Path other = Files.write(directory.resolve("other" + i), new byte[] {1});
      Files.setLastModifiedTime(other, FileTime.from(NOW.minusSeconds(1000 - i)));
    }
    cache.store(HASH, ServerVectors.publicKeys());

    assertThat(count()).isEqualTo(KeyCache.MAX_SERVERS);
    assertThat(file).exists();
    assertThat(directory.resolve("other5")).doesNotExist();
    assertThat(directory.resolve("other6")).exists();
  }

  @Test
  void shouldGoOnWithout_whenTheDirectoryCannotBe() throws IOException {
    Files.writeString(folder.resolve("state"), "a file");

    cache.store(HASH, ServerVectors.publicKeys());
    assertThat(cache.load(HASH)).isEmpty();
    cache.store(HASH, ServerVectors.publicKeys());
    assertThat(folder.resolve("state")).hasContent("a file");
  }

  private long count() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private double counted(String outcome) {
    return metrics
        .scrape()
        .lines()
        .filter(l -> l.startsWith("pqagent_static_key_cache_total{outcome=\"" + outcome))
        .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
        .sum();
  }
}
