package pqagent.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import pqagent.linux.PacketSocket;

/**
 * What runs on the demo's server host beside the agent: DNS, a web server, and the eavesdropper on
 * its link.
 */
public final class DemoHost {
  /** Printed when everything listens, and behind each report. */
  static final String DONE = ".";

  /** A line on standard input that asks for what the sniffer saw since the last one. */
  static final String REPORT = "report";

  /** A line on standard input after which the end of standard input no longer ends the process. */
  static final String STAY = "stay";

  private DemoHost() {}

  /** Serves until standard input ends, or for good when it was told to stay. */
  public static void run(String label, long fileBytes, PrintStream out)
      throws IOException, InterruptedException {
    new DemoDns(label, InetAddress.getByName(Topology.SERVER_ADDRESS)).start();
    new DemoWeb(fileBytes).start();
    LinkSniffer sniffer = new LinkSniffer(PacketSocket.open(Topology.LINK_DEVICE));
    sniffer.start();
    out.println(DONE);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    boolean stay = false;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals(REPORT)) {
        out.print(sniffer.takeReport());
        out.println(DONE);
      }
      stay |= line.equals(STAY);
    }
    if (stay) {
      new CountDownLatch(1).await();
    }
  }
}
