package pqagent.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Shows the metrics by HTTP: {@code /metrics} in the formats that Prometheus asks for, {@code
 * /-/healthy} (200 while the process is up), {@code /-/ready} (200, or 503 with a line why not).
 * Virtual threads serve a bounded number of connections, and a connection that takes longer than a
 * scrape could is closed: a slow or hostile reader holds up nobody but other readers.
 */
public final class MetricsServer implements AutoCloseable {
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <title>pqagent</title>
      <h1>pqagent, %s</h1>
      <p><a href="/metrics">metrics</a> · <a href="/-/healthy">healthy</a> · \
      <a href="/-/ready">ready</a>
      """;
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String HTML = "text/html; charset=utf-8";
  private static final int BACKLOG = 16;

  static {
    // The JDK's server reads these once, when its first instance is made.
    setDefault("jdk.httpserver.maxConnections", "32");
    setDefault("sun.net.httpserver.maxReqTime", "10"); // seconds
    setDefault("sun.net.httpserver.maxRspTime", "30"); // seconds
  }

  private final HttpServer server;
  private final ExecutorService executor;
  private final AgentMetrics metrics;
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final String page;
  private final Readiness readiness;

  private MetricsServer(HttpServer server, AgentMetrics metrics, Readiness readiness) {
    this.server = server;
    this.readiness = readiness;
    page = PAGE.formatted(metrics.role().label());
    this.metrics = metrics;
    executor =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("metrics-http-", 0).factory());
    server.setExecutor(executor);
    server.createContext("/", this::handle);
  }

  /**
   * Starts to listen. {@code address} port 0: any free one. IOException: the address cannot be
   * used; its message is one line for the operator, with the remedy.
   */
  public static MetricsServer start(
      InetSocketAddress address, AgentMetrics metrics, Readiness readiness) throws IOException {
    HttpServer server;
    try {
      if (address.isUnresolved()) {
        throw new UnknownHostException("unknown host");
      }
      server = HttpServer.create(address, BACKLOG);
    } catch (IOException e) {
      throw new IOException(
          "cannot serve metrics on %s:%d: %s; choose another by --metrics ADDRESS:PORT, or off"
              .formatted(address.getHostString(), address.getPort(), e.getMessage()),
          e);
    }
    MetricsServer started = new MetricsServer(server, metrics, readiness);
    server.start();
    return started;
  }

  /** Where it listens; the port is a real one when 0 was asked for. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        answer(exchange, 405, TEXT, "only GET and HEAD\n");
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/metrics" -> answerMetrics(exchange);
        case "/-/healthy" -> answer(exchange, 200, TEXT, "healthy\n");
        case "/-/ready" -> answerReady(exchange);
        case "/" -> answer(exchange, 200, HTML, page);
        default -> answer(exchange, 404, TEXT, "not found; there is /metrics\n");
      }
    }
  }

  private void answerReady(HttpExchange exchange) throws IOException {
    Optional<String> missing = readiness.missing();
    if (missing.isPresent()) {
      answer(exchange, 503, TEXT, "not ready: " + missing.get() + "\n");
    } else {
      answer(exchange, 200, TEXT, "ready\n");
    }
  }

  private void answerMetrics(HttpExchange exchange) throws IOException {
    String accepted = exchange.getRequestHeaders().getFirst("Accept");
    ExpositionFormatWriter writer = formats.findWriter(accepted);
    ByteArrayOutputStream body = new ByteArrayOutputStream(32 * 1024);
    writer.write(body, metrics.series().scrape());
    answer(exchange, 200, writer.getContentType(), body.toByteArray());
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    answer(exchange, status, type, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
