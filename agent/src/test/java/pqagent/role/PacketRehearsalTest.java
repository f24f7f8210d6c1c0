package pqagent.role;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacketRehearsalTest {
  @Test
  void shouldPassEachPacket_bothWays() throws InterruptedException {
    assertThat(PacketRehearsal.run(20)).isEqualTo(20);
  }

  @Test
  void shouldEnd_whenInterrupted() throws InterruptedException {
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    PacketRehearsal.run(Integer.MAX_VALUE);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    thread.interrupt();
    thread.join(10_000);
    assertThat(thread.isAlive()).isFalse();
  }
}
