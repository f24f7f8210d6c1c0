package pqagent.rules;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pqagent.testkit.Command;
import pqagent.testkit.Link;
import pqagent.testkit.Namespace;

/**
 * A host for the rules scripts: a namespace whose only way out is a link to another namespace.
 *
 * <pre>
 *   host  eth0 192.0.2.1/24, default via .2 ───── eth0 192.0.2.2/24  wire
 * </pre>
 */
final class RulesHost implements AutoCloseable {
  private static final Path SCRIPTS = Path.of("../iptables-rules").toAbsolutePath().normalize();

  private final Namespace host = Namespace.create("rules");
  private final Namespace wire = Namespace.create("wire");
  private final String iptables;

  /** A host with iptables-nft or iptables-legacy. */
  RulesHost(String iptables) {
    this.iptables = iptables;
    Link.connect(host, "192.0.2.1/24", wire, "192.0.2.2/24");
    // Its link-local address would come and go by its own clock.
    ok("sysctl -qw net.ipv6.conf.eth0.disable_ipv6=1");
    ok("ip route add default via 192.0.2.2");
    // The operator's own rule: it makes the tables, and has to survive.
    ok(iptables + " -t mangle -A POSTROUTING -o eth0 -j ACCEPT");
    ok(ip6tables() + " -t mangle -A POSTROUTING -o eth0 -j ACCEPT");
  }

  private String ip6tables() {
    return iptables.replace("iptables", "ip6tables");
  }

  Namespace namespace() {
    return host;
  }

  Namespace wire() {
    return wire;
  }

  static String path(String script) {
    return SCRIPTS.resolve(script).toString();
  }

  /** Runs a rules script with this host's variant of iptables. */
  Command.Result script(String script, String... arguments) {
    return scriptWith(iptables, script, arguments);
  }

  /** Runs a rules script with another command for iptables. */
  Command.Result scriptWith(String command, String script, String... arguments) {
    List<String> line = new ArrayList<>(List.of("env", "IPTABLES=" + command, path(script)));
    line.addAll(List.of(arguments));
    return host.attempt(line.toArray(String[]::new));
  }

  /** Runs a shell command on the host, whatever comes of it. */
  Command.Result shell(String command) {
    return host.attempt("bash", "-c", command);
  }

  /** Runs a shell command on the host; it has to succeed. Returns what it prints. */
  String ok(String command) {
    return host.exec("bash", "-c", command);
  }

  /** Runs a shell command at the other end of the link; it has to succeed. */
  String onWire(String command) {
    return wire.exec("bash", "-c", command);
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
        // Another namespace that goes away meanwhile makes ip say so.
        .map(command -> "$ " + command + "\n" + normal(ok(command + " 2>/dev/null")))
        .collect(Collectors.joining("\n"));
  }

  /** The mangle rules of IPv4. */
  String rules() {
    return normal(ok(iptables + "-save -t mangle"));
  }

  private static String normal(String text) {
    return text.lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.replaceAll("\\[\\d+:\\d+]", "").replaceAll(" linkdown", ""))
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    host.close();
    wire.close();
  }
}
