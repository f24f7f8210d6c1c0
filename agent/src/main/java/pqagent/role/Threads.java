package pqagent.role;

/** Waiting for threads without being interrupted out of it. */
final class Threads {
  private Threads() {}

  /** Waits for a thread to end; an interrupt is kept for later. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
