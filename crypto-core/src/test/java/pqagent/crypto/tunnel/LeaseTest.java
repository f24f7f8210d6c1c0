package pqagent.crypto.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LeaseTest {
  private final Lease lease = new Lease();

  @Test
  void shouldLeaveTheErasingToTheHolder_whenClosedMeanwhile() {
    assertThat(lease.enter()).isTrue();
    assertThat(lease.close()).isFalse();
    assertThat(lease.isClosed()).isTrue();
    assertThat(lease.close()).isFalse();
    assertThat(lease.leave()).isTrue();
    assertThat(lease.enter()).isFalse();
  }

  @Test
  void shouldLetTheCloserErase_whenFree() {
    assertThat(lease.enter()).isTrue();
    assertThat(lease.leave()).isFalse();
    assertThat(lease.close()).isTrue();
    assertThat(lease.enter()).isFalse();
    assertThat(lease.close()).isFalse();
  }

  @Test
  void shouldThrow_whenASecondThreadEnters() {
    assertThat(lease.enter()).isTrue();
    assertThatThrownBy(lease::enter).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldEraseExactlyOnce_whenCloseRacesWithWork() throws InterruptedException {
    for (int i = 0; i < 2000; i++) {
      Lease raced = new Lease();
      AtomicInteger erased = new AtomicInteger();
      Thread worker =
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (raced.enter()) {
                      if (raced.leave()) {
                        erased.incrementAndGet();
                      }
                    }
                  });
      if (raced.close()) {
        erased.incrementAndGet();
      }
      worker.join();
      assertThat(erased).hasValue(1);
    }
  }
}
