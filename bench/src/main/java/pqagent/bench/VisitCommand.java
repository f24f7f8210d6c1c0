package pqagent.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import pqagent.bench.connect.HandshakeMeter;
import pqagent.bench.connect.Visit;

/** {@code pqagent bench visit}: what {@code bench connect} does on the client's host. */
@Command(
    name = "visit",
    hidden = true,
    description = {
      "Print how long it took from the reply of a DNS server to the echo from the name's address,",
      "and how long the handshake took, as the agent says, in milliseconds; part of bench connect."
    })
final class VisitCommand implements Callable<Integer> {
  private static final Duration REST = Duration.ofSeconds(1);

  @Parameters(index = "0", paramLabel = "NAME")
  private String name = "";

  @Parameters(index = "1", paramLabel = "SERVER")
  private InetAddress server = InetAddress.getLoopbackAddress();

  @Parameters(index = "2", paramLabel = "ECHO-PORT")
  private int echoPort;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (Visit visit = new Visit()) {
      Duration took = visit.take(name, server, echoPort, REST);
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT, "%.3f %.3f%n", 1e-6 * took.toNanos(), 1000 * HandshakeMeter.seconds());
    }
    return 0;
  }
}
