package pqagent.bench.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PingTest {
  @Test
  void shouldReadEveryTime_andNoneOfTheSummary() {
    String output =
        """
        PING 10.43.0.2 (10.43.0.2) 56(84) bytes of data.
        64 bytes from 10.43.0.2: icmp_seq=1 ttl=64 time=0.312 ms
        64 bytes from 10.43.0.2: icmp_seq=2 ttl=64 time=12 ms
        64 bytes from 10.43.0.2: icmp_seq=3 ttl=64 time=0.045 ms
        64 bytes from 10.43.0.2: icmp_seq=3 ttl=64 (DUP!)

        --- 10.43.0.2 ping statistics ---
        4 packets transmitted, 3 received, 25% packet loss, time 3052ms
        rtt min/avg/max/mdev = 0.045/0.312/12.000/0.130 ms
        """;

    assertThat(Ping.micros(output)).containsExactly(45.0, 312.0, 12_000.0);
  }

  @Test
  void shouldFindNothing_whenNothingCameBack() {
    assertThat(Ping.micros("From 192.0.2.2 icmp_seq=1 Destination Host Unreachable")).isEmpty();
  }
}
