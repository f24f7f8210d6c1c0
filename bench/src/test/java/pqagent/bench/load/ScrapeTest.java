package pqagent.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScrapeTest {
  private static final Scrape SCRAPE =
      new Scrape(
          """
          # HELP pqagent_handshakes_total Handshakes finished.
          # TYPE pqagent_handshakes_total counter
          pqagent_handshakes_total{result="ok",role="server"} 17501.0
          pqagent_handshakes_total{result="shed",role="server"} 3.0
          pqagent_handshakes_total_other{result="ok"} 5.0
          pqagent_tunnels{role="server"} 1.25E5
          jvm_threads_live_threads 27
          """);

  @Test
  void shouldSumUpAMetric_andNoneWhoseNameGoesOn() {
    assertThat(SCRAPE.sum("pqagent_handshakes_total")).isEqualTo(17504);
    assertThat(SCRAPE.sum("pqagent_tunnels")).isEqualTo(125_000);
    assertThat(SCRAPE.sum("jvm_threads_live_threads")).isEqualTo(27);
  }

  @Test
  void shouldPickTheSeriesWithALabel() {
    assertThat(SCRAPE.sum("pqagent_handshakes_total", "result=\"shed\"")).isEqualTo(3);
  }

  @Test
  void shouldFindNothing_whenThereIsNone() {
    assertThat(SCRAPE.sum("pqagent_handshakes_total", "result=\"replay\"")).isZero();
    assertThat(SCRAPE.sum("pqagent")).isZero();
  }
}
