package pqagent.crypto.tunnel;

import java.util.stream.IntStream;

/** A crew of the JVM's common threads. */
record ParallelCrew(int hands) implements Crew {
  @Override
  public void run(Task task, int parts) {
    IntStream.range(0, parts).parallel().forEach(task::run);
  }
}
