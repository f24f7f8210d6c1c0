package pqagent.bench.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What iperf3's client says at its end with {@code -J}. */
public final class Iperf3Report {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Iperf3Report() {}

  /** What all TCP streams together brought to the receiver. */
  public record Stream(long bytes, double seconds) {
    /** In Gbit/s. */
    public double rate() {
      return 8e-9 * bytes / seconds;
    }
  }

  /** What became of datagrams. */
  public record Datagrams(long sent, long lost, double seconds) {
    /** Of those sent, from 0 to 1; 1 when none was sent. */
    public double lostShare() {
      return sent == 0 ? 1 : (double) lost / sent;
    }

    /** Received a second. */
    public double rate() {
      return (sent - lost) / seconds;
    }
  }

  static Stream stream(String json) {
    JsonNode sum = end(json, "sum_received");
    return new Stream(number(sum, "bytes").longValue(), number(sum, "seconds").doubleValue());
  }

  static Datagrams datagrams(String json) {
    JsonNode sum = end(json, "sum");
    return new Datagrams(
        number(sum, "packets").longValue(),
        number(sum, "lost_packets").longValue(),
        number(sum, "seconds").doubleValue());
  }

  private static JsonNode end(String json, String name) {
    JsonNode report;
    try {
      report = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new NetworkException(
          "iperf3: %s".formatted(json.lines().findFirst().orElse("it said nothing")));
    }
    if (report.hasNonNull("error")) {
      throw new NetworkException("iperf3: " + report.get("error").asText());
    }
    return report.path("end").path(name);
  }

  private static JsonNode number(JsonNode sum, String name) {
    JsonNode number = sum.path(name);
    if (!number.isNumber()) {
      throw new NetworkException("iperf3: a report without " + name);
    }
    return number;
  }
}
