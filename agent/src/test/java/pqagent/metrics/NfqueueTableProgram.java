package pqagent.metrics;

import java.io.IOException;

/** Shows what the metrics say of a queue, from a process of its own. */
final class NfqueueTableProgram {
  private NfqueueTableProgram() {}

  public static void main(String[] arguments) throws IOException {
    try (AgentMetrics metrics = new AgentMetrics(AgentRole.SERVER);
        NfqueueTable table = NfqueueTable.open()) {
      table.bind(metrics, Integer.parseInt(arguments[0]), () -> 12);
      System.out.println(metrics.scrape());
    }
  }
}
