package pqagent.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pqagent.testkit.Background;
import pqagent.testkit.Command;
import pqagent.testkit.Namespace;

/**
 * Mistakes that the kernel or the files tell of: one line that names the thing and the remedy,
 * status 2, nothing left behind.
 */
class OperatorMistakesIT {
  @TempDir private Path directory;
  private Namespace host;

  @BeforeEach
  void setUp() {
    host = Namespace.create("mistake");
  }

  @AfterEach
  void tearDown() {
    host.close();
  }

  @Test
  void shouldNameTheInterface_whenTheRulesAreNotInstalled() {
    assertRefused(client(), "there is no interface pqc0", "install.sh client", "--setup");
  }

  @Test
  void shouldNameTheInterface_whenItIsNoTunDevice() {
    host.exec("ip", "link", "add", "pqc0", "type", "veth", "peer", "name", "other");
    assertRefused(client(), "interface pqc0 is not a TUN device", "--interface");
  }

  @Test
  void shouldNameTheAddress_whenTheInterfaceHasAnother() {
    host.exec(Program.script("iptables-rules/install.sh"), "client", "--address", "10.99.0.1/16");
    assertRefused(client(), "does not have the address 10.43.0.1/16", "--address");
  }

  @Test
  void shouldNameThePort_whenItIsTaken() throws Exception {
    installClientRules();
    try (DatagramSocket _ = host.call(() -> new DatagramSocket(42423))) {
      assertRefused(client(), "UDP port 42423 is already taken", "--port");
    }
  }

  @Test
  void shouldNameWhatIsTaken_whenAnotherClientRuns() throws Exception {
    installClientRules();
    Background first = host.spawn(Program.command("client", "--state-dir", directory.toString()));
    first.awaitOutput("client is ready", Duration.ofSeconds(60));
    assertRefused(client(), "interface pqc0 is in use by another process", "--interface");
  }

  @Test
  void shouldNameTheMetricsAddress_whenItIsTaken() throws Exception {
    installClientRules();
    try (var _ = host.call(() -> new ServerSocket(9742, 1, InetAddress.getLoopbackAddress()))) {
      assertRefused(client(), "127.0.0.1:9742", "--metrics");
    }
  }

  @Test
  void shouldNameTheCapability_whenItIsMissing() {
    String[] command = client();
    String[] unprivileged = new String[command.length + 2];
    unprivileged[0] = "setpriv";
    unprivileged[1] = "--bounding-set=-net_admin";
    System.arraycopy(command, 0, unprivileged, 2, command.length);
    assertRefused(unprivileged, "no permission to filter packets", "CAP_NET_ADMIN");
  }

  @Test
  void shouldNameTheKeyFile_whenItIsMissingWrongOrOpenToOthers() throws Exception {
    Path keys = directory.resolve("keys");
    assertRefused(server(keys), keys.toString(), "keygen");
    host.exec(Program.command("keygen", "--keys", keys.toString()));
    Path secret = keys.resolve("x25519_sk");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    assertRefused(server(keys), secret.toString(), "chmod");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Files.write(secret, new byte[31]);
    assertRefused(server(keys), secret.toString(), "32");
    Files.write(secret, new byte[32]);
    assertRefused(server(keys), "do not match", "keygen --force");
  }

  private void installClientRules() {
    host.exec(Program.script("iptables-rules/install.sh"), "client", "--user", "root");
  }

  private String[] client() {
    return Program.command("client", "--state-dir", directory.resolve("state").toString());
  }

  private String[] server(Path keys) {
    return Program.command(
        "server", "--keys", keys.toString(), "--state-dir", directory.resolve("state").toString());
  }

  private void assertRefused(String[] command, String... words) {
    Command.Result result = host.attempt(command);
    assertThat(result.output()).startsWith("pqagent: ").contains(words);
    assertThat(result.output().lines()).hasSize(1);
    assertThat(result.status()).isEqualTo(2);
  }
}
