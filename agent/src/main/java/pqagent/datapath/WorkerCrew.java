package pqagent.datapath;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import pqagent.crypto.tunnel.Crew;

/**
 * Threads that help the pumps with the cryptography of long runs of packets. A pump that finds them
 * at work for another does its run alone. Helpers look for work a little while after the last, then
 * sleep; neither they nor the pumps allocate.
 */
public final class WorkerCrew implements Crew, AutoCloseable {
  /** More would wait for the pump's own share, which is about half of a packet's way. */
  private static final int MOST_HANDS = 4;

  /** Looks at nothing to do before sleep, some tens of microseconds in all. */
  private static final int LOOKS = 2000;

  private static final int PART_BITS = 16;
  private static final int PART_MASK = (1 << PART_BITS) - 1;

  private final List<Thread> helpers = new ArrayList<>();
  private final ReentrantLock turn = new ReentrantLock();

  /** Number of the run, how many parts it has, the next that nobody has taken. */
  private final AtomicLong run = new AtomicLong();

  private final AtomicInteger unfinished = new AtomicInteger();
  private volatile Task task = part -> {};
  private volatile @Nullable Throwable failure;
  private volatile boolean closing;

  /** {@code hands}: threads that work at once, the calling one among them. */
  public WorkerCrew(int hands) {
    for (int i = 1; i < hands; i++) {
      helpers.add(Thread.ofPlatform().daemon().name("crew-" + i).start(this::help));
    }
  }

  /** Leaves half of the processors to applications and the kernel; no helper below four. */
  public static WorkerCrew forProcessors(int processors) {
    return new WorkerCrew(Math.clamp(processors / 2, 1, MOST_HANDS));
  }

  @Override
  public int hands() {
    return 1 + helpers.size();
  }

  @Override
  public void run(Task task, int parts) {
    if (parts > PART_MASK) {
      throw new IllegalArgumentException("a run of " + parts + " parts");
    }
    if (helpers.isEmpty() || !turn.tryLock()) {
      Crew.ALONE.run(task, parts);
      return;
    }
    try {
      this.task = task;
      failure = null;
      unfinished.set(parts);
      long number = (run.get() >>> 2 * PART_BITS) + 1;
      run.set(number << 2 * PART_BITS | (long) parts << PART_BITS);
      for (int i = 0; i < helpers.size() && i < parts - 1; i++) {
        LockSupport.unpark(helpers.get(i));
      }
      work();
      for (int looks = 0; unfinished.get() > 0; looks++) {
        if (looks < LOOKS) {
          Thread.onSpinWait();
        } else {
          Thread.yield();
        }
      }
      rethrow(failure);
    } finally {
      turn.unlock();
    }
  }

  /** Does parts until all are taken. */
  private void work() {
    for (int part = take(); part >= 0; part = take()) {
      try {
        task.run(part);
      } catch (RuntimeException | Error e) {
        failure = e;
      } finally {
        unfinished.decrementAndGet();
      }
    }
  }

  /**
   * The next part, or -1. Until it is done, the run does not end: so the task is still this run's.
   */
  private int take() {
    while (true) {
      long state = run.get();
      int next = (int) state & PART_MASK;
      if (next >= ((int) state >>> PART_BITS)) {
        return -1;
      }
      if (run.compareAndSet(state, state + 1)) {
        return next;
      }
    }
  }

  private void help() {
    int looks = 0;
    while (!closing) {
      long before = run.get();
      work();
      if (run.get() != before) {
        looks = 0;
      } else if (++looks < LOOKS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
        looks = 0;
      }
    }
  }

  private static void rethrow(@Nullable Throwable failure) {
    switch (failure) {
      case null -> {}
      case Error e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() {
    closing = true;
    helpers.forEach(LockSupport::unpark);
  }
}
