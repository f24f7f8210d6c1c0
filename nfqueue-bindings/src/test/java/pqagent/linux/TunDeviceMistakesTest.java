package pqagent.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pqagent.testkit.Command;
import pqagent.testkit.Namespace;

class TunDeviceMistakesTest {
  private Namespace host;

  @BeforeEach
  void open() {
    host = Namespace.create("tun");
    host.exec("ip", "tuntap", "add", "dev", "pqt0", "mode", "tun", "user", "0");
    host.exec("ip", "tuntap", "add", "dev", "pqother", "mode", "tun", "user", "12345");
    host.exec("ip", "tuntap", "add", "dev", "pqtap", "mode", "tap");
  }

  @AfterEach
  void close() {
    host.close();
  }

  @ParameterizedTest
  @CsvSource({
    "pqnone, 19, find device pqnone: ENODEV: No such device",
    "pq%d, 19, find device pq%d: ENODEV: No such device",
    "'', 19, 'find device \"\": ENODEV: No such device'",
    "sixteen-is-above, 19, 'find device \"sixteen-is-above\": ENODEV: No such device'",
    "pqtap, 22, attach to TUN device pqtap: EINVAL: Invalid argument",
    "lo, 22, attach to TUN device lo: EINVAL: Invalid argument",
  })
  void shouldNameDeviceAndReason_whenItIsNoTun(String name, int errno, String message) {
    String before = host.exec("ip", "-o", "link");
    assertThatThrownBy(() -> host.call(() -> TunDevice.open(name)))
        .isInstanceOfSatisfying(LinuxException.class, e -> assertThat(e.errno()).isEqualTo(errno))
        .hasMessage(message);
    assertThat(host.exec("ip", "-o", "link")).as("no device was made").isEqualTo(before);
  }

  @Test
  void shouldSayBusy_whenAnotherHasIt() throws Exception {
    try (TunDevice first = host.call(() -> TunDevice.open("pqt0"))) {
      assertThatThrownBy(() -> host.call(() -> TunDevice.open("pqt0")))
          .isInstanceOf(LinuxException.class)
          .hasMessage("attach to TUN device pqt0: EBUSY: Device or resource busy");
    }
    host.call(() -> TunDevice.open("pqt0")).close();
    assertThat(host.exec("ip", "-o", "link")).as("it is persistent").contains("pqt0");
  }

  @Test
  void shouldNeedNoCapability_whenTheDeviceIsOneOwn() {
    assertThat(withoutNetAdmin("tun", "pqt0")).isEqualTo(new Command.Result(0, "opened"));
  }

  @Test
  void shouldSayNotPermitted_whenTheDeviceIsAnothers() {
    assertThat(withoutNetAdmin("tun", "pqother"))
        .isEqualTo(
            new Command.Result(
                1, "1 attach to TUN device pqother: EPERM: Operation not permitted"));
  }

  @Test
  void shouldSayNotPermitted_whenAQueueIsOpenedWithoutCapability() {
    assertThat(withoutNetAdmin("queue", "5"))
        .isEqualTo(
            new Command.Result(
                1, "1 use queue 5 (needs CAP_NET_ADMIN): EPERM: Operation not permitted"));
  }

  /** Root as it is without CAP_NET_ADMIN, in a process of its own. */
  private Command.Result withoutNetAdmin(String kind, String name) {
    return host.attempt(
        "setpriv",
        "--bounding-set=-net_admin",
        "--inh-caps=-net_admin",
        System.getProperty("java.home") + "/bin/java",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        Opener.class.getName(),
        kind,
        name);
  }
}
