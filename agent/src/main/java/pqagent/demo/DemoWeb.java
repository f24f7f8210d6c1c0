package pqagent.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * A web server with one file, each 512 bytes of which carry a sentence that a sniffer would know
 * again.
 */
final class DemoWeb {
  static final String SENTENCE = "If you can read this on the wire, it was not encrypted. ";
  static final int BLOCK_BYTES = 512;

  private static final int CHUNK_BYTES = 1 << 18;

  private final long fileBytes;

  DemoWeb(long fileBytes) {
    this.fileBytes = fileBytes;
  }

  /** Serves on port 80 of all addresses until the process ends. */
  void start() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(80), 16);
    server.createContext("/file", this::sendFile);
    server.setExecutor(Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
    server.start();
  }

  private void sendFile(HttpExchange exchange) throws IOException {
    byte[] chunk = chunk();
    exchange.sendResponseHeaders(200, fileBytes);
    try (OutputStream body = exchange.getResponseBody()) {
      for (long left = fileBytes; left > 0; left -= chunk.length) {
        body.write(chunk, 0, (int) Math.min(left, chunk.length));
      }
    }
  }

  private static byte[] chunk() {
    String block = SENTENCE + "-".repeat(BLOCK_BYTES - SENTENCE.length());
    return block.repeat(CHUNK_BYTES / BLOCK_BYTES).getBytes(StandardCharsets.US_ASCII);
  }
}
