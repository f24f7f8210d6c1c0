package pqagent.bench.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class HandshakeMeterTest {
  @Test
  void shouldReadTheSum() throws IOException {
    String metrics =
        """
        # TYPE pqagent_handshake_duration_seconds histogram
        pqagent_handshake_duration_seconds_bucket{role="client",le="0.1"} 1
        pqagent_handshake_duration_seconds_count{role="client"} 1
        pqagent_handshake_duration_seconds_sum{role="client"} 0.0421
        """;

    assertThat(HandshakeMeter.seconds(metrics)).isEqualTo(0.0421);
  }

  @Test
  void shouldSayThatThereIsNone() {
    assertThatThrownBy(() -> HandshakeMeter.seconds("pqagent_parked_packets 0"))
        .isInstanceOf(IOException.class);
  }
}
