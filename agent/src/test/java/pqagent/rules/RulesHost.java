package pqagent.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A host for the rules scripts: a namespace whose only way out is a link to another namespace.
 *
 * <pre>
 *   host  eth0 192.0.2.1/24, default via .2 ───── eth0 192.0.2.2/24  wire
 * </pre>
 */
final class RulesHost implements AutoCloseable {
  private static final Path SCRIPTS = Path.of("../iptables-rules").toAbsolutePath().normalize();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name = "pqr" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
  private final String wire = name + "w";
  private final String iptables;

  /** What a command left: exit status, standard output, standard error. */
  record Result(int status, String output, String errors) {}

  RulesHost(String iptables) {
    this.iptables = iptables;
    try {
      must("ip", "netns", "add", name);
      must("ip", "netns", "add", wire);
      must("ip", "-n", name, "link", "set", "lo", "up");
      must(("ip -n " + name + " link add eth0 type veth peer name eth0 netns " + wire).split(" "));
      addressed(name, "192.0.2.1/24");
      addressed(wire, "192.0.2.2/24");
      must("ip", "-n", name, "route", "add", "default", "via", "192.0.2.2");
      // The operator's own rule: it makes the tables, and has to survive.
      ok(iptables + " -t mangle -A POSTROUTING -o eth0 -j ACCEPT");
      ok(ip6tables() + " -t mangle -A POSTROUTING -o eth0 -j ACCEPT");
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static void addressed(String namespace, String address) {
    must("ip", "-n", namespace, "addr", "add", address, "dev", "eth0");
    must("ip", "-n", namespace, "link", "set", "eth0", "up");
  }

  private String ip6tables() {
    return iptables.replace("iptables", "ip6tables");
  }

  /** Runs a rules script with this host's variant of iptables. */
  Result script(String script, String... arguments) {
    return scriptWith(iptables, script, arguments);
  }

  /** Runs a rules script with another command for iptables. */
  Result scriptWith(String command, String script, String... arguments) {
    List<String> line = inside(name);
    line.add(SCRIPTS.resolve(script).toString());
    line.addAll(List.of(arguments));
    return run(line, Map.of("IPTABLES", command));
  }

  /** Runs words separated by blanks on the host. */
  Result run(String words) {
    List<String> line = inside(name);
    line.addAll(List.of(words.split(" ")));
    return run(line, Map.of());
  }

  /** Runs a shell command on the host. */
  Result shell(String command) {
    List<String> line = inside(name);
    line.addAll(List.of("bash", "-c", command));
    return run(line, Map.of());
  }

  /** Runs a shell command at the other end of the link; it has to succeed. */
  String onWire(String command) {
    List<String> line = inside(wire);
    line.addAll(List.of("bash", "-c", command));
    Result result = run(line, Map.of());
    if (result.status() != 0) {
      throw new IllegalStateException(command + ": " + result);
    }
    return result.output();
  }

  /** Starts words separated by blanks at the other end of the link; the caller stops it. */
  Process startOnWire(String words) throws IOException {
    List<String> line = inside(wire);
    line.addAll(List.of(words.split(" ")));
    return new ProcessBuilder(line)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Runs words separated by blanks on the host; they have to succeed. Returns what they print. */
  String ok(String words) {
    Result result = run(words);
    if (result.status() != 0) {
      throw new IllegalStateException(words + ": " + result);
    }
    return result.output();
  }

  /** Everything a rules script may change, without counters and comments. */
  String state() {
    return Stream.of(
            iptables + "-save",
            ip6tables() + "-save",
            "ip -d link show",
            "ip addr show",
            "ip route show table all",
            "ip -6 route show table all",
            "ip rule show",
            "sysctl net.ipv4.ip_forward")
        .map(command -> "$ " + command + "\n" + normal(ok(command)))
        .collect(Collectors.joining("\n"));
  }

  /** The mangle rules of IPv4. */
  String rules() {
    return normal(ok(iptables + "-save -t mangle"));
  }

  private static String normal(String text) {
    return text.lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.replaceAll("\\[\\d+:\\d+]", "").replaceAll(" (tentative|linkdown)", ""))
        .collect(Collectors.joining("\n"));
  }

  private static List<String> inside(String namespace) {
    return new ArrayList<>(List.of("ip", "netns", "exec", namespace));
  }

  private static void must(String... command) {
    Result result = run(List.of(command), Map.of());
    if (result.status() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + result.errors());
    }
  }

  private static Result run(List<String> command, Map<String, String> environment) {
    try {
      Path errors = Files.createTempFile("rules", ".err");
      try {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        int status = process.waitFor();
        return new Result(status, output, Files.readString(errors));
      } finally {
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new IllegalStateException(command + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(command + " was interrupted", e);
    }
  }

  @Override
  public void close() {
    run(List.of("ip", "netns", "delete", name), Map.of());
    run(List.of("ip", "netns", "delete", wire), Map.of());
  }
}
