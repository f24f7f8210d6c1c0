package pqagent.connect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pqagent.crypto.key.StaticKeyTree;
import pqagent.crypto.key.StaticPublicKeys;
import pqagent.crypto.name.Base32;
import pqagent.crypto.primitive.McEliece6960119;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.CacheOutcome;

/**
 * Servers' static keys on disk, a file each, named by the key hash: McEliece key, X25519 key. What
 * is read is checked against the hash again, so a file needs no trust. The servers used longest ago
 * leave. Without a writable directory it says so once and keeps nothing.
 */
final class KeyCache {
  static final int MAX_SERVERS = 64;

  private static final Logger log = LoggerFactory.getLogger(KeyCache.class);
  private static final int X25519_BYTES = 32;
  private static final int FILE_BYTES = McEliece6960119.PUBLIC_KEY_BYTES + X25519_BYTES;
  private static final String TEMPORARY = ".new";

  private final Path directory;
  private final InstantSource clock;
  private final AgentMetrics metrics;
  private boolean warned;

  KeyCache(Path directory, InstantSource clock, AgentMetrics metrics) {
    this.directory = directory;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** The keys with this hash, if they are here and whole. */
  synchronized Optional<StaticPublicKeys> load(byte[] keyHash) {
    Path file = fileOf(keyHash);
    try {
      if (Files.size(file) == FILE_BYTES) {
        byte[] bytes = Files.readAllBytes(file);
        StaticPublicKeys keys =
            new StaticPublicKeys(
                Arrays.copyOf(bytes, McEliece6960119.PUBLIC_KEY_BYTES),
                Arrays.copyOfRange(bytes, McEliece6960119.PUBLIC_KEY_BYTES, FILE_BYTES));
        if (Arrays.equals(StaticKeyTree.of(keys).root(), keyHash)) {
          metrics.staticKeyCache(CacheOutcome.HIT);
          touch(file);
          return Optional.of(keys);
        }
      }
      log.warn("removing {}: not the keys that its name says; they are fetched again", file);
      metrics.staticKeyCache(CacheOutcome.CORRUPT);
      Files.delete(file);
    } catch (NoSuchFileException e) {
      metrics.staticKeyCache(CacheOutcome.MISS);
    } catch (IOException e) {
      warnOnce(e);
    }
    return Optional.empty();
  }

  /** Keeps the keys, verified by the caller. */
  synchronized void store(byte[] keyHash, StaticPublicKeys keys) {
    try {
      makeDirectory();
      Path temporary = Files.createTempFile(directory, "", TEMPORARY);
      try {
        byte[] bytes = Arrays.copyOf(keys.mceliece(), FILE_BYTES);
        System.arraycopy(keys.x25519(), 0, bytes, McEliece6960119.PUBLIC_KEY_BYTES, X25519_BYTES);
        Files.write(temporary, bytes);
        Path file = fileOf(keyHash);
        Files.move(
            temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        touch(file);
      } finally {
        Files.deleteIfExists(temporary);
      }
      removeOldest();
    } catch (IOException | UncheckedIOException e) {
      warnOnce(e);
    }
  }

  private void makeDirectory() throws IOException {
    if (!Files.isDirectory(directory)) {
      Path parent = directory.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /** Makes it the last to leave; where that may not be done, files leave by age. */
  private void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    } catch (IOException e) {
      log.debug("cannot touch {}", file, e);
    }
  }

  /** Temporary files that a crash left behind count as files, and leave with the oldest. */
  private void removeOldest() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> newestFirst =
          files.sorted(Comparator.comparing(KeyCache::modified).reversed()).toList();
      for (Path file :
          newestFirst.subList(Math.min(MAX_SERVERS, newestFirst.size()), newestFirst.size())) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path fileOf(byte[] keyHash) {
    return directory.resolve(Base32.encode(keyHash));
  }

  private void warnOnce(Exception e) {
    if (!warned) {
      warned = true;
      log.warn(
          "servers' keys are not kept on disk: {} cannot be used ({})", directory, e.toString());
    }
  }
}
