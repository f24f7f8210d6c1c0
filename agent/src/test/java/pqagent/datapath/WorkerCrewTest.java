package pqagent.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerCrewTest {
  private final WorkerCrew crew = new WorkerCrew(3);

  @AfterEach
  void close() {
    crew.close();
  }

  @Test
  void shouldDoEveryPartOnce_runAfterRun() {
    for (int i = 0; i < 20_000; i++) {
      int parts = 1 + i % 7;
      AtomicIntegerArray done = new AtomicIntegerArray(parts);
      crew.run(done::incrementAndGet, parts);
      for (int part = 0; part < parts; part++) {
        assertThat(done.get(part)).isOne();
      }
    }
  }

  @Test
  void shouldWorkAtOnce_withAllHands() {
    CountDownLatch together = new CountDownLatch(crew.hands());
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    crew.run(
        part -> {
          threads.add(Thread.currentThread());
          together.countDown();
          assertThat(await(together)).as("all at once").isTrue();
        },
        crew.hands());
    assertThat(threads).hasSize(3).contains(Thread.currentThread());
  }

  @Test
  void shouldServeWhoeverFindsItBusy_onItsOwnThread() throws Exception {
    AtomicIntegerArray done = new AtomicIntegerArray(4);
    Thread other = Thread.ofPlatform().start(() -> runOften(done));
    runOften(done);
    other.join();
    for (int part = 0; part < done.length(); part++) {
      assertThat(done.get(part)).isEqualTo(20_000);
    }
  }

  private void runOften(AtomicIntegerArray done) {
    for (int i = 0; i < 10_000; i++) {
      crew.run(done::incrementAndGet, done.length());
    }
  }

  @Test
  void shouldThrowWhatAPartThrew_andWorkOn() {
    assertThatThrownBy(
            () ->
                crew.run(
                    part -> {
                      throw new IllegalStateException("part " + part);
                    },
                    3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("part ");
    AtomicIntegerArray done = new AtomicIntegerArray(3);
    crew.run(done::incrementAndGet, 3);
    assertThat(done.toString()).isEqualTo("[1, 1, 1]");
  }

  @Test
  void shouldHireNobody_whereProcessorsAreFew() {
    for (int processors : new int[] {1, 2, 3}) {
      try (WorkerCrew alone = WorkerCrew.forProcessors(processors)) {
        assertThat(alone.hands()).isOne();
      }
    }
    try (WorkerCrew most = WorkerCrew.forProcessors(64)) {
      assertThat(most.hands()).isEqualTo(4);
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
