package pqagent.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A machine to install a service on: a network namespace, and a mount namespace in which what is
 * written to /etc, /usr/local and /var/lib lands in memory. It runs what a unit says as systemd
 * would: root's commands as root; the agent as the unit's user with its ambient capabilities, its
 * standard input, and file systems that are read-only but for its state.
 */
final class ServiceHost implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

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
      install -d -o pqagent -g pqagent -m 700 /var/lib/pqagent
      mount --bind /var/lib/pqagent /var/lib/pqagent
      for folder in / /etc /usr/local /var/lib; do mount -o remount,bind,ro "$folder"; done
      for folder in /tmp /root /home; do mount -t tmpfs -o mode=1777 none "$folder"; done
      umask 0077
      cd /
      exec <"$1"
      shift
      exec "$@"
      """;

  private final String namespace =
      "pqv" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
  private final Process machine;

  /** What a command left: exit status, and standard output and error as one. */
  record Result(int status, String output) {}

  ServiceHost() throws IOException {
    collect(new ProcessBuilder("ip", "netns", "add", namespace));
    machine =
        new ProcessBuilder(
                "ip", "netns", "exec", namespace, "unshare", "--mount", "bash", "-c", MACHINE)
            .redirectErrorStream(true)
            .start();
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(machine.getInputStream(), UTF_8));
    String first = reader.readLine();
    if (!"ready".equals(first)) {
      close();
      throw new IllegalStateException("no machine: " + first);
    }
  }

  /** A command line that runs inside. */
  List<String> inside(String... words) {
    List<String> line =
        new ArrayList<>(
            List.of("nsenter", "--target", Long.toString(machine.pid()), "--mount", "--net", "--"));
    line.addAll(List.of(words));
    return line;
  }

  /** Runs a shell command as root. */
  Result shell(String command) throws IOException {
    return collect(new ProcessBuilder(inside("bash", "-c", command)));
  }

  /** Runs install-service with the JDK of this test, as the launcher would. */
  Result install(String role) throws IOException {
    return collect(
        new ProcessBuilder(
            inside(
                DIST.resolve("install-service").toString(),
                System.getProperty("java.home", ""),
                role)));
  }

  /** The installed unit. */
  UnitFile unit(String role) throws IOException {
    return UnitFile.parse(shell("cat /etc/systemd/system/pqagent-" + role + ".service").output());
  }

  /** What the unit's EnvironmentFile says, with systemd's own variables. */
  Map<String, String> environment(UnitFile unit) throws IOException {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin");
    String file = unit.only("EnvironmentFile").replaceFirst("^-", "");
    shell("grep -E '^[A-Z_]+=' " + file)
        .output()
        .lines()
        .forEach(
            line -> {
              int equals = line.indexOf('=');
              environment.put(
                  line.substring(0, equals), line.substring(equals + 1).replace("\"", ""));
            });
    return environment;
  }

  /** Runs a command of the unit that is root's, with more variables set. */
  Result runAsRoot(UnitFile unit, String key, Map<String, String> more) throws IOException {
    if (!unit.isRunByRoot(key)) {
      throw new IllegalStateException(key + " is not root's");
    }
    Map<String, String> environment = environment(unit);
    environment.putAll(more);
    ProcessBuilder builder =
        new ProcessBuilder(inside(unit.command(key, environment).toArray(String[]::new)));
    builder.environment().clear();
    builder.environment().putAll(environment);
    return collect(builder);
  }

  /** Starts ExecStart as the unit's user; the caller stops it. */
  Process start(UnitFile unit) throws IOException {
    String user = unit.only("User");
    Map<String, String> environment = environment(unit);
    environment.putAll(Map.of("HOME", "/var/lib/pqagent", "USER", user, "LOGNAME", user));
    String capabilities = "-all";
    for (String capability : unit.only("AmbientCapabilities").split(" ", -1)) {
      capabilities += "," + capability.replaceFirst("^CAP_", "+").toLowerCase(Locale.ROOT);
    }
    List<String> line =
        inside(
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
            "--no-new-privs");
    line.addAll(unit.command("ExecStart", environment));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Everything the service may leave in the kernel or on the disk. */
  String state() throws IOException {
    return Stream.of(
            "iptables-save | sed '/^#/d; s/\\[.*//'",
            "ip6tables-save | sed '/^#/d; s/\\[.*//'",
            "ip -o link show; ip addr; ip route show table all",
            "find /usr/local /etc/systemd/system /etc/default /var/lib/pqagent /etc/pqagent 2>/dev/null | sort",
            "getent passwd; getent group")
        .map(
            command -> {
              try {
                return shell(command).output();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            })
        .reduce("", String::concat);
  }

  private static Result collect(ProcessBuilder builder) throws IOException {
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      return new Result(process.waitFor(), output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    machine.destroyForcibly();
    collect(new ProcessBuilder("ip", "netns", "delete", namespace));
  }
}
