package pqagent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import pqagent.linux.TunDevice;
import pqagent.nfqueue.PacketQueue;

/** What the scripts say and refuse while an agent runs. */
final class HeldDeviceTest {
  @Test
  void shouldSayWhoHoldsTheDevice_whenAnAgentComesAndGoes() throws Exception {
    try (RulesHost host = new RulesHost("iptables-nft")) {
      host.script("install.sh", "client", "--user", "root");
      String idle = host.state();
      assertThat(host.script("status.sh", "client").output()).contains("no agent holds it");

      PacketQueue.Options options = new PacketQueue.Options(true, false, 10);
      try (TunDevice device = host.namespace().call(() -> TunDevice.open("pqc0"));
          PacketQueue queue = host.namespace().call(() -> PacketQueue.open(100, options))) {
        assertThat(device).isNotNull();
        assertThat(queue).isNotNull();
        assertThat(host.script("status.sh", "client").output()).contains(", an agent holds it");
        assertThat(host.script("install.sh", "client", "--user", "nobody").output())
            .contains("pqc0 (of root) is in use by a running agent");
        assertThat(host.script("install.sh", "client", "--user", "root").status()).isZero();
      }
      assertThat(host.script("status.sh", "client").output()).contains("no agent holds it");
      assertThat(host.state().replace("vnet_hdr on", "vnet_hdr off")).isEqualTo(idle);
      assertThat(host.script("remove.sh", "client").status()).isZero();
    }
  }
}
