package pqagent.bench.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import pqagent.bench.network.Checkout;

class PqagentTest {
  @Test
  void shouldTellDnsmasqTheLongForm() {
    String zone =
        """
        ; Long form: hash and ports in the name.
        ports.pq.test. CNAME pq1long.pq.test.
        pq1long.pq.test. A 192.0.2.1
        ;
        ; Or the short form: hash in the name, ports in TXT records.
        ports.pq.test. CNAME pq1short.pq.test.
        pq1short.pq.test. A 192.0.2.1
        pq1short.pq.test. TXT "p=42424"
        """;

    assertThat(Pqagent.records(zone))
        .containsExactly(
            "--cname=ports.pq.test,pq1long.pq.test", "--host-record=pq1long.pq.test,192.0.2.1");
  }

  @Test
  void shouldFindTheLauncherAndTheScripts_ofThisCheckout() {
    assertThat(Files.isExecutable(Path.of(Checkout.launcher()))).isTrue();
    assertThat(Files.isExecutable(Path.of(Checkout.file("interop/sid_chroot.sh")))).isTrue();
  }
}
