package pqagent.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import pqagent.crypto.key.StaticKeyTree;
import pqagent.crypto.name.Pq1Name;
import pqagent.error.OperatorException;
import pqagent.keyserver.KeyDirectory;
import pqagent.keyserver.ServerKeys;

/**
 * The whole job on one machine: a server and a client, each in a network namespace; one download
 * without PQConnect, one with.
 */
public final class Demo {
  private static final long FILE_BYTES = 128L << 20;
  private static final int CRYPTO_PORT = 42424;
  private static final int KEY_PORT = 42425;

  private final PrintStream out;
  private final boolean keep;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  public Demo(PrintStream out, boolean keep) {
    this.out = out;
    this.keep = keep;
  }

  /**
   * Shows everything; an OperatorException when a step fails. What was made goes in any case, at an
   * interrupt too, unless it is to be kept.
   */
  public void run() throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) {
      throw new OperatorException(
          "the demo makes network namespaces, for which it must be root: sudo ./pqagent demo");
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::cleanUp, "clean-up"));
    boolean kept = false;
    try {
      show();
      kept = keep;
    } finally {
      if (kept) {
        forget();
      } else {
        cleanUp();
      }
    }
  }

  private void show() throws IOException {
    out.printf(
        "Two hosts on this machine:   client %s ─── link ─── %s server%n%n",
        Topology.CLIENT_ADDRESS, Topology.SERVER_ADDRESS);
    step("both: making two network namespaces and a link");
    Topology hosts = register(Topology.make());
    Path directory = Files.createTempDirectory("pqagent-demo");
    register(() -> Shell.run("rm", "-rf", directory.toString()));

    step("server: making long-term keys (mceliece6960119 and X25519)");
    Pq1Name name = makeKeys(directory.resolve("keys"));
    step("server: starting DNS, a web server, and an eavesdropper on the link");
    Child host = startHost(hosts, directory, name);
    step("server: starting pqagent server --setup");
    Child server = startAgent("server", hosts.server(), directory, "--keys", directory + "/keys");
    step("client: starting pqagent client --setup");
    Child client = startAgent("client", hosts.client(), directory);
    server.awaitLog("is ready");
    client.awaitLog("is ready");

    out.printf("%n1. A name without PQConnect, %s%n", DemoDns.PLAIN_NAME);
    visit(hosts, host, DemoDns.PLAIN_NAME);
    out.printf("%n2. A name with PQConnect, %s%n", DemoDns.PROTECTED_NAME);
    out.printf("   in DNS an alias of %s.pq.test%n", name.label());
    visit(hosts, host, DemoDns.PROTECTED_NAME);

    out.printf("%nThe client's tunnels (pqagent status):%n");
    indent(Shell.run(Program.command("status", "--state-dir", state(directory, "client"))));
    out.println("Some of the client's metrics (http://127.0.0.1:9742/metrics):");
    indent(Shell.run(Topology.on(hosts.client(), Program.command("demo-meters"))));
    if (keep) {
      host.send(DemoHost.STAY);
      explainKept(hosts, directory, List.of(host, server, client));
    }
  }

  private static Pq1Name makeKeys(Path keys) {
    try (ServerKeys made = ServerKeys.generate(new SecureRandom())) {
      new KeyDirectory(keys).write(made, false);
      return new Pq1Name(
          StaticKeyTree.of(made.pair().publicKeys()).root(),
          OptionalInt.of(CRYPTO_PORT),
          OptionalInt.of(KEY_PORT));
    }
  }

  private Child startHost(Topology hosts, Path directory, Pq1Name name) {
    List<String> command = Program.command("demo-host", name.label(), Long.toString(FILE_BYTES));
    Child host = register(Child.start("host", directory, Topology.on(hosts.server(), command)));
    host.readUntil(DemoHost.DONE);
    return host;
  }

  private Child startAgent(String role, String host, Path directory, String... more) {
    List<String> command =
        new ArrayList<>(Program.command(role, "--setup", "--state-dir", state(directory, role)));
    command.addAll(List.of(more));
    return register(Child.start(role, directory, Topology.on(host, command)));
  }

  private static String state(Path directory, String role) {
    return directory.resolve(role).toString();
  }

  private void visit(Topology hosts, Child host, String name) {
    String bare = name.substring(0, name.length() - 1);
    indent(
        Shell.run(
            Topology.on(
                hosts.client(), Program.command("demo-visit", bare, Long.toString(FILE_BYTES)))));
    host.send(DemoHost.REPORT);
    out.println("   an eavesdropper on the link saw");
    indent(host.readUntil(DemoHost.DONE));
  }

  private void explainKept(Topology hosts, Path directory, List<Child> children) {
    String client = "ip netns exec " + hosts.client();
    out.printf("%nEverything is left running. Look around, as root:%n");
    indent(client + " getent hosts www.pq.test");
    indent(client + " ping -c 3 www.pq.test");
    indent(client + " curl -o /dev/null http://www.pq.test/file");
    indent(client + " curl http://127.0.0.1:9742/metrics");
    indent("ip netns exec " + hosts.server() + " tcpdump -ni " + Topology.LINK_DEVICE);
    indent("./pqagent status --state-dir " + state(directory, "client"));
    out.printf("and when you have seen enough:%n");
    indent("kill " + String.join(" ", children.stream().map(c -> "" + c.pid()).toList()));
    hosts.removal().forEach(this::indent);
    indent("rm -r " + directory);
  }

  private void step(String what) {
    out.println("• " + what);
  }

  private void indent(String text) {
    text.lines().forEach(line -> out.println("   " + line));
  }

  private synchronized <T extends AutoCloseable> T register(T resource) {
    open.push(resource);
    return resource;
  }

  private synchronized void forget() {
    open.clear();
  }

  private synchronized void cleanUp() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        out.println("clean-up: " + e.getMessage());
      }
    }
  }
}
