package pqagent.service;

import static java.util.Locale.ROOT;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pqagent.testkit.Background;
import pqagent.testkit.Command;
import pqagent.testkit.Namespace;

/**
 * A machine to install a service on: a network namespace, and a mount namespace in which what is
 * written to /etc, /usr/local and /var/lib lands in memory. It runs what a unit says as systemd
 * would: root's commands as root; the agent as the unit's user with its ambient capabilities, its
 * standard input, and file systems that are read-only but for its state.
 */
final class ServiceHost implements AutoCloseable {

  /** The folder of install-service, uninstall-service and the units. */
  static final Path DIST = Path.of("src/main/dist").toAbsolutePath();

  private static final String MACHINE =
      """
      set -e
      layers=$(mktemp -d)
      mount -t tmpfs none "$layers"
      for folder in etc usr/local var/lib; do
        mkdir -p "$layers/$folder/new" "$layers/$folder/work"
        mount -t overlay none -o "lowerdir=/$folder,upperdir=$layers/$folder/new,workdir=$layers/$folder/work" "/$folder"
      done
      mkdir -p /etc/systemd/system
      [ ! -d /run/systemd ] || mount -t tmpfs none /run/systemd
      mknod -m 666 "$layers/tun" c 10 200
      mount --bind "$layers/tun" /dev/net/tun
      umount -l "$layers"
      rmdir "$layers"
      ip link set lo up
      echo ready
      # Ends with the test.
      exec cat
      """;
  // ProtectSystem=strict, ProtectHome, PrivateTmp and StateDirectory; then $1 as standard input.
  private static final String SANDBOX =
      """
      set -e
      install -d -o pqagent -g pqagent -m 750 /var/lib/pqagent
      mount --bind /var/lib/pqagent /var/lib/pqagent
      for folder in / /etc /usr/local /var/lib; do mount -o remount,bind,ro "$folder"; done
      for folder in /tmp /root /home; do mount -t tmpfs -o mode=1777 none "$folder"; done
      umask 0077
      cd /
      exec <"$1"
      shift
      exec "$@"
      """;

  private final Namespace namespace = Namespace.create("service");
  private final Background machine;

  ServiceHost() throws InterruptedException {
    machine = namespace.spawn("unshare", "--mount", "bash", "-c", MACHINE);
    machine.awaitOutput("ready", Duration.ofSeconds(30));
  }

  /** Runs a shell command as root, whatever comes of it. */
  Command.Result shell(String command) {
    return Command.attempt(inside("bash", "-c", command));
  }

  /** Runs install-service with the JDK of this test, as the launcher would. */
  Command.Result install(String role) {
    return shell(DIST + "/install-service " + System.getProperty("java.home") + " " + role);
  }

  /** The installed unit. */
  UnitFile unit(String role) {
    return UnitFile.parse(shell("cat /etc/systemd/system/pqagent-" + role + ".service").output());
  }

  /** Runs a command of the unit that is root's, with more variables set. */
  Command.Result runAsRoot(UnitFile unit, String key, Map<String, String> more) {
    if (!unit.isRunByRoot(key)) {
      throw new IllegalStateException(key + " is not root's");
    }
    Map<String, String> environment = environment(unit);
    environment.putAll(more);
    return Command.attempt(inside(with(environment, unit.command(key, environment))));
  }

  /** Starts ExecStart as the unit's user; the caller closes it. */
  Background start(UnitFile unit) {
    String user = unit.only("User");
    Map<String, String> environment = environment(unit);
    environment.putAll(Map.of("HOME", "/var/lib/pqagent", "USER", user, "LOGNAME", user));
    String capabilities =
        "-all," + unit.only("AmbientCapabilities").replaceFirst("^CAP_", "+").toLowerCase(ROOT);
    List<String> line =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "bash",
                "-c",
                SANDBOX,
                "sandbox",
                unit.only("StandardInput").replaceFirst("^file:", ""),
                "setpriv",
                "--reuid=" + user,
                "--regid=" + unit.only("Group"),
                "--init-groups",
                "--inh-caps=" + capabilities,
                "--ambient-caps=" + capabilities,
                "--bounding-set=" + capabilities,
                "--no-new-privs"));
    line.addAll(unit.command("ExecStart", environment));
    return Background.start(inside(with(environment, line)));
  }

  /** What the unit's EnvironmentFile says, and a PATH. */
  private Map<String, String> environment(UnitFile unit) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin");
    String file = unit.only("EnvironmentFile").replaceFirst("^-", "");
    for (String line : shell("grep -E '^[A-Z_]+=' " + file).output().lines().toList()) {
      int equals = line.indexOf('=');
      environment.put(line.substring(0, equals), line.substring(equals + 1).replace("\"", ""));
    }
    return environment;
  }

  private static List<String> with(Map<String, String> environment, List<String> command) {
    List<String> line = new ArrayList<>(List.of("env", "-i"));
    environment.forEach((name, value) -> line.add(name + "=" + value));
    line.addAll(command);
    return line;
  }

  private List<String> inside(String... words) {
    return inside(List.of(words));
  }

  private List<String> inside(List<String> words) {
    String machinePid = Long.toString(machine.process().pid());
    List<String> line =
        new ArrayList<>(List.of("nsenter", "--target", machinePid, "--mount", "--net", "--"));
    line.addAll(words);
    return line;
  }

  /** Rules, devices and routes. */
  String rules() {
    return printed(
        "iptables-save | sed '/^#/d; s/\\[.*//'",
        "ip6tables-save | sed '/^#/d; s/\\[.*//'",
        "ip -o link show; ip addr; ip route show table all");
  }

  /** Everything the service may leave in the kernel or on the disk. */
  String state() {
    return rules()
        + printed(
            "find /usr/local /etc/systemd/system /etc/default | sort",
            "ls -ld /var/lib/pqagent /etc/pqagent",
            "getent passwd; getent group");
  }

  private String printed(String... commands) {
    return Stream.of(commands)
        .map(command -> shell(command).output())
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    namespace.close();
  }
}
