package pqagent.bench.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DnsQueryTest {
  /** www.pq.test: an alias of pq1x.pq.test, which is 10.43.0.2. */
  private static final byte[] REPLY =
      HexFormat.of()
          .parseHex(
              "000185800001000200000000"
                  + "03777777027071047465737400"
                  + "00010001"
                  + "c00c000500010000012c0007"
                  + "0470713178c010"
                  + "c029000100010000012c0004"
                  + "0a2b0002");

  @Test
  void shouldAskForAnAddress() {
    assertThat(HexFormat.of().formatHex(DnsQuery.bytes(1, "www.pq.test")))
        .isEqualTo("000101000001000000000000" + "03777777027071047465737400" + "00010001");
  }

  @Test
  void shouldFindTheAddress_behindAnAlias() throws Exception {
    assertThat(DnsQuery.address(ByteBuffer.wrap(REPLY)))
        .contains(InetAddress.getByName("10.43.0.2"));
  }

  @Test
  void shouldFindNoAddress_inTheQuery() {
    assertThat(DnsQuery.address(ByteBuffer.wrap(DnsQuery.bytes(1, "www.pq.test")))).isEmpty();
  }

  @Test
  void shouldRefuse_whatIsCutOff() {
    for (int bytes = 12; bytes < REPLY.length; bytes++) {
      ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(REPLY, bytes));
      assertThatThrownBy(() -> DnsQuery.address(cut))
          .isInstanceOfAny(BufferUnderflowException.class, IllegalArgumentException.class);
    }
  }
}
