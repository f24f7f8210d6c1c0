package pqagent.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pqagent.demo.Demo;
import pqagent.demo.DemoHost;
import pqagent.demo.DemoVisitor;

/** {@code pqagent demo}, and the hidden commands that it runs inside its hosts. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "See it work: two hosts in network namespaces, a download through a tunnel.")
final class DemoCommand implements Callable<Integer> {
  @Option(names = "--keep", description = "Leave everything running and say how to look around.")
  private boolean keep;

  @Override
  public Integer call() throws IOException {
    new Demo(System.out, keep).run();
    return 0;
  }

  /** The server host's DNS, web server and eavesdropper. */
  @Command(name = "demo-host", hidden = true)
  static final class Host implements Callable<Integer> {
    @Parameters(index = "0")
    private String label;

    @Parameters(index = "1")
    private long fileBytes;

    @Override
    public Integer call() throws IOException, InterruptedException {
      DemoHost.run(label, fileBytes, System.out);
      return 0;
    }
  }

  /** A download on the client host. */
  @Command(name = "demo-visit", hidden = true)
  static final class Visit implements Callable<Integer> {
    @Parameters(index = "0")
    private String host;

    @Parameters(index = "1")
    private long fileBytes;

    @Override
    public Integer call() throws IOException {
      return DemoVisitor.visit(host, fileBytes, System.out);
    }
  }

  /** Some of the client's meters. */
  @Command(name = "demo-meters", hidden = true)
  static final class Meters implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
      DemoVisitor.showMeters(System.out);
      return 0;
    }
  }
}
