package pqagent.bench.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cut down from what iperf3 3.12 printed. */
class Iperf3ReportTest {
  private static final String TCP =
      """
      {"start": {"version": "iperf 3.12"}, "intervals": [],
       "end": {
         "streams": [{"receiver": {"bytes": 1}}],
         "sum_sent": {"start": 0, "end": 3.000088, "seconds": 3.000088, "bytes": 749862912,
                      "bits_per_second": 1999575777.77, "retransmits": 0, "sender": true},
         "sum_received": {"start": 0, "end": 3.000387, "seconds": 3.0, "bytes": 750000000,
                          "bits_per_second": 2000000000.0, "sender": true}}}
      """;
  private static final String UDP =
      """
      {"start": {}, "intervals": [],
       "end": {"sum": {"start": 0, "end": 2.0, "seconds": 2.0, "bytes": 5120000,
                       "bits_per_second": 20480000, "jitter_ms": 0.004, "lost_packets": 400,
                       "packets": 80000, "lost_percent": 0.5, "sender": true}}}
      """;

  @Test
  void shouldTellWhatWasReceived_ofTcp() {
    Iperf3Report.Stream stream = Iperf3Report.stream(TCP);

    assertThat(stream.bytes()).isEqualTo(750_000_000);
    assertThat(stream.rate()).isEqualTo(2.0, within(1e-9));
  }

  @Test
  void shouldTellWhatWasReceivedAndLost_ofUdp() {
    Iperf3Report.Datagrams datagrams = Iperf3Report.datagrams(UDP);

    assertThat(datagrams.lostShare()).isEqualTo(0.005, within(1e-12));
    assertThat(datagrams.rate()).isEqualTo(39_800);
  }

  @Test
  void shouldCountAllAsLost_whenNothingWasSent() {
    assertThat(new Iperf3Report.Datagrams(0, 0, 2).lostShare()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          {"start": {}, "error": "unable to connect to server"} | iperf3: unable to connect to server
          {"start": {}, "end": {}}                               | iperf3: a report without bytes
          {"end": {"sum_received": {"bytes": "many"}}}           | iperf3: a report without bytes
          iperf3: parameter error                                | iperf3: iperf3: parameter error
          """)
  void shouldSayWhyThereIsNoNumber(String output, String expected) {
    assertThatThrownBy(() -> Iperf3Report.stream(output))
        .isInstanceOf(NetworkException.class)
        .hasMessage(expected);
  }
}
