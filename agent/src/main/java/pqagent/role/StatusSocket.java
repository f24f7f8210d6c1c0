package pqagent.role;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives {@code pqagent status} its text: whoever connects to the Unix socket gets the report and
 * the end of the stream. Only the owner and the group may open it, since it names whom we talk to.
 * An agent without a writable state directory runs without it.
 */
final class StatusSocket implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StatusSocket.class);

  private final Path path;
  private final ServerSocketChannel listener;

  private StatusSocket(Path path, ServerSocketChannel listener) {
    this.path = path;
    this.listener = listener;
  }

  /** Listens at this path, in place of what an earlier run may have left there. */
  static AutoCloseable open(Path path, Supplier<String> report) {
    try {
      Files.createDirectories(path.getParent());
      Files.deleteIfExists(path);
      ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      listener.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
      StatusSocket socket = new StatusSocket(path, listener);
      Thread.ofVirtual().name("status").start(() -> socket.serve(report));
      return socket;
    } catch (IOException e) {
      log.warn("pqagent status will not work: {}: {}", path, e.toString());
      return () -> {};
    }
  }

  private void serve(Supplier<String> report) {
    while (listener.isOpen()) {
      try (SocketChannel client = listener.accept()) {
        ByteBuffer text = ByteBuffer.wrap(report.get().getBytes(StandardCharsets.UTF_8));
        while (text.hasRemaining()) {
          client.write(text);
        }
      } catch (IOException e) {
        log.debug("status client: {}", e.toString());
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    Files.deleteIfExists(path);
  }
}
