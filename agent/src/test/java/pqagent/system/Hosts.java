package pqagent.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import pqagent.testkit.Background;
import pqagent.testkit.Command;
import pqagent.testkit.Link;
import pqagent.testkit.Namespace;

/**
 * A client and a server with a resolver and a web server, for one test.
 *
 * <pre>
 *   client 192.0.2.2 ─── eth0 ─── eth0 ─── 192.0.2.1 server: dnsmasq, jwebserver, pqagent server
 *                                          192.0.2.9 the same host as a stranger to PQConnect
 * </pre>
 */
final class Hosts implements AutoCloseable {
  static final String PROTECTED = "www.pq.test";
  static final String PLAIN = "plain.test";
  static final String SERVER_ADDRESS = "192.0.2.1";
  static final String PLAIN_ADDRESS = "192.0.2.9";
  static final String CLIENT_ADDRESS = "192.0.2.2";

  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  final Namespace client;
  final Namespace server;
  final Path directory;
  private final Path keys;
  private List<String> javaOptions = List.of();

  /**
   * @param directory an empty folder
   */
  Hosts(Path directory) throws Exception {
    this(
        directory,
        (client, server) ->
            Link.connect(client, CLIENT_ADDRESS + "/24", server, SERVER_ADDRESS + "/24"));
  }

  /**
   * @param connect connects client and server by devices named eth0
   */
  Hosts(Path directory, BiConsumer<Namespace, Namespace> connect) throws Exception {
    this.directory = directory;
    keys = directory.resolve("keys");
    server = Namespace.create("server");
    client = Namespace.create("client");
    connect.accept(client, server);
    server.exec("ip", "address", "add", PLAIN_ADDRESS + "/24", "dev", "eth0");
    Path resolver = Files.createDirectories(Path.of("/etc/netns", client.name()));
    Files.writeString(resolver.resolve("resolv.conf"), "nameserver " + SERVER_ADDRESS + "\n");
    startServices();
  }

  private void startServices() throws Exception {
    String label = makeKeys();
    Path site = Files.createDirectories(directory.resolve("site"));
    Files.write(site.resolve("file"), pattern(8 << 20));
    server.spawn(
        "dnsmasq",
        "--keep-in-foreground",
        "--conf-file=/dev/null",
        "--no-resolv",
        "--no-hosts",
        "--pid-file=",
        "--cname=" + PROTECTED + "," + label + ".pq.test",
        "--host-record=" + label + ".pq.test," + SERVER_ADDRESS,
        "--host-record=" + PLAIN + "," + PLAIN_ADDRESS);
    server.spawn(Program.tool("jwebserver"), "-b", "0.0.0.0", "-p", "80", "-d", site.toString());
    for (int i = 0; client.attempt("getent", "ahostsv4", PLAIN).status() != 0; i++) {
      if (i > 100) {
        throw new AssertionError("dnsmasq does not answer");
      }
      Thread.sleep(50);
    }
  }

  /** Makes the server's keys and returns the label to publish. */
  private String makeKeys() {
    String records =
        Command.run(
            List.of(
                Program.command(
                    "keygen",
                    "--keys",
                    keys.toString(),
                    "--name",
                    PROTECTED,
                    "--address",
                    SERVER_ADDRESS)));
    return Stream.of(records.split("[\\s.]+"))
        .filter(word -> word.startsWith("pq1") && word.length() == 63)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no pq1 name in\n" + records));
  }

  static byte[] pattern(int bytes) {
    byte[] content = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      content[i] = (byte) (i * 31 + (i >>> 8) * 7 + (i >>> 16));
    }
    return content;
  }

  /** Starts {@code pqagent server --setup} and waits until it is ready. */
  Background startServer(String... more) throws InterruptedException {
    return start(server, "server", concat(more, "--keys", keys.toString()));
  }

  /** Starts {@code pqagent client --setup} and waits until it is ready. */
  Background startClient(String... more) throws InterruptedException {
    return start(client, "client", more);
  }

  /** Has agents that are started from now on believe in so many processors. */
  void pretendProcessors(int processors) {
    javaOptions = List.of("-XX:ActiveProcessorCount=" + processors);
  }

  private Background start(Namespace host, String role, String... more)
      throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(role, "--setup", "--state-dir", state(role)));
    arguments.addAll(List.of(more));
    Background agent = host.spawn(Program.command(javaOptions, arguments.toArray(String[]::new)));
    agent.awaitOutput(role + " is ready", START_LIMIT);
    return agent;
  }

  String state(String role) {
    return directory.resolve(role).toString();
  }

  /** What the client's resolver says a name's IPv4 address is. */
  String resolve(String name) {
    return client.exec("getent", "ahostsv4", name).split("\\s+")[0];
  }

  /** Downloads the file on the client's host. */
  byte[] download(String name) throws IOException {
    Path file = directory.resolve("downloaded");
    client.exec(
        "curl", "-sS", "--max-time", "60", "-o", file.toString(), "http://" + name + "/file");
    return Files.readAllBytes(file);
  }

  private static String[] concat(String[] some, String... more) {
    return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
    Path resolver = Path.of("/etc/netns", client.name());
    Files.deleteIfExists(resolver.resolve("resolv.conf"));
    Files.deleteIfExists(resolver);
  }
}
