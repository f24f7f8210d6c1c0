package pqagent.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import pqagent.bench.connect.EchoServer;

/** {@code pqagent bench echo}: the server that {@code bench connect} visits. */
@Command(
    name = "echo",
    hidden = true,
    description = "Send every datagram back, until interrupted; part of bench connect.")
final class EchoCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PORT")
  private int port;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    try (EchoServer server = new EchoServer(new InetSocketAddress(port))) {
      PrintWriter out = spec.commandLine().getOut();
      out.println("ready");
      out.flush();
      server.serve();
    }
    return 0;
  }
}
