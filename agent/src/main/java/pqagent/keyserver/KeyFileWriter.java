package pqagent.keyserver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes key files under other names first, to the disk, and gives them their own names at the end.
 * What was not committed is gone after close.
 */
final class KeyFileWriter implements AutoCloseable {
  private final Path directory;
  private final Map<Path, Path> staged = new LinkedHashMap<>();

  private KeyFileWriter(Path directory) {
    this.directory = directory;
  }

  /** Makes the directory, for its owner only, unless it is there. */
  static KeyFileWriter into(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Path parent = directory.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return new KeyFileWriter(directory);
  }

  void stage(KeyFile kind, byte[] bytes) throws IOException {
    Path temporary = Files.createTempFile(directory, "." + kind.fileName() + "-", ".new");
    staged.put(temporary, directory.resolve(kind.fileName()));
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      ByteBuffer source = ByteBuffer.wrap(bytes);
      while (source.hasRemaining()) {
        channel.write(source);
      }
      Files.setPosixFilePermissions(
          temporary, PosixFilePermissions.fromString(kind.isSecret() ? "rw-------" : "rw-r--r--"));
      channel.force(true);
    }
    giveToDirectoryOwner(temporary);
  }

  /** Root that renews the keys of the service's user leaves them readable to that user. */
  private void giveToDirectoryOwner(Path temporary) throws IOException {
    UserPrincipal owner = Files.getOwner(directory);
    UserPrincipal writer = Files.getOwner(temporary);
    if (writer.getName().equals("root") && !owner.equals(writer)) {
      Files.setOwner(temporary, owner);
    }
  }

  void commit() throws IOException {
    for (Map.Entry<Path, Path> entry : staged.entrySet()) {
      Files.move(
          entry.getKey(),
          entry.getValue(),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
    staged.clear();
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    for (Path temporary : staged.keySet()) {
      Files.deleteIfExists(temporary);
    }
  }
}
