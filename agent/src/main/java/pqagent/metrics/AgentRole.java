package pqagent.metrics;

/** Which side of PQConnect this process is; a label of the series that both sides have. */
public enum AgentRole implements Labelled {
  CLIENT("client"),
  SERVER("server");

  private final String label;

  AgentRole(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
