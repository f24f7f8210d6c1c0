package pqagent.crypto.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pqagent.crypto.Allocations;

/** A packet's way through a tunnel makes no garbage, its keys included. */
class TunnelAllocationTest {
  private static final int PACKETS = 40;
  private static final int PACKET_BYTES = 1256;
  private static final int STEPS = 200;

  /** What the counting itself may come to. */
  private static final double NOTHING = 0.5;

  private final Tunnel client = TunnelEnd.client().tunnel;
  private final Tunnel server = TunnelEnd.server().tunnel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(PACKETS * PACKET_BYTES);
  private final int[] offsets = new int[PACKETS];
  private final int[] lengths = new int[PACKETS];
  private final OpenResult[] results = new OpenResult[PACKETS];
  private long nowNanos;

  @BeforeEach
  void layOut() {
    Arrays.setAll(offsets, i -> i * PACKET_BYTES);
    Arrays.fill(lengths, PACKET_BYTES);
  }

  @Test
  void shouldAllocateNothing_whenPacketsAreSealedAndOpened() {
    assertThat(Allocations.bytesPerStep(STEPS, NOTHING, this::pass)).isLessThan(NOTHING);
    assertThat(results).containsOnly(OpenResult.OK);
  }

  @Test
  void shouldAllocateNothing_whenEachBatchBeginsAnEpoch() {
    Runnable step =
        () -> {
          nowNanos += EpochRules.EPOCH_NANOS + 1;
          pass();
        };
    assertThat(Allocations.bytesPerStep(STEPS, NOTHING, step)).isLessThan(NOTHING);
    assertThat(results).containsOnly(OpenResult.OK);
  }

  @Test
  void shouldAllocateNothing_whenPacketsAreOpenedTogether() {
    OpenBatch batch = new OpenBatch();
    Runnable step =
        () -> {
          client.seal(Crew.ALONE, buffer, offsets, lengths, 0, PACKETS, nowNanos);
          server.open(Crew.ALONE, buffer, offsets, lengths, 0, 1, nowNanos, results);
          batch.begin(buffer, offsets, lengths, nowNanos);
          int end = 1;
          while (server.collect(batch, end, end + 1)) {
            end++;
          }
          batch.decrypt(Crew.ALONE);
          server.settle(batch, 1, end, results);
          server.open(Crew.ALONE, buffer, offsets, lengths, end, PACKETS, nowNanos, results);
        };
    assertThat(Allocations.bytesPerStep(STEPS, NOTHING, step)).isLessThan(NOTHING);
    assertThat(results).containsOnly(OpenResult.OK);
  }

  private void pass() {
    client.seal(Crew.ALONE, buffer, offsets, lengths, 0, PACKETS, nowNanos);
    server.open(Crew.ALONE, buffer, offsets, lengths, 0, PACKETS, nowNanos, results);
  }
}
