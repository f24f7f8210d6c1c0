package pqagent.crypto.tunnel;

/**
 * Threads that do parts of one task at once, so that a single busy tunnel can use more than one
 * processor. Whoever has threads implements it.
 */
public interface Crew {
  /** Nobody but the caller. */
  Crew ALONE =
      new Crew() {
        @Override
        public int hands() {
          return 1;
        }

        @Override
        public void run(Task task, int parts) {
          for (int part = 0; part < parts; part++) {
            task.run(part);
          }
        }
      };

  /** Work in parts that may be done in any order, by any thread, at the same time. */
  @FunctionalInterface
  interface Task {
    void run(int part);
  }

  /** How many threads work at once, the caller among them. */
  int hands();

  /**
   * Has every part from 0 to {@code parts - 1} done once, and returns when all are. What a part
   * throws, this throws.
   */
  void run(Task task, int parts);
}
