package pqagent.system;

import java.util.Arrays;
import pqagent.testkit.Namespace;

/** Counts packets that come into a host, by rules of our own in its raw table. */
final class Counter {
  private static int next;

  private final Namespace host;
  private final String chain;

  private Counter(Namespace host, String chain) {
    this.host = host;
    this.chain = chain;
  }

  /** Packets that an eavesdropper on the device would recognise as TCP or ICMP. */
  static Counter ofTcpAndIcmp(Namespace host, String device) {
    Counter counter = make(host);
    counter.count("-i", device, "-p", "tcp");
    counter.count("-i", device, "-p", "icmp");
    return counter;
  }

  /** Packets to an address or range, on any device. */
  static Counter ofDestination(Namespace host, String address) {
    Counter counter = make(host);
    counter.count("-d", address);
    return counter;
  }

  /**
   * UDP datagrams from a port.
   *
   * @param bytes how long with their IP header: a number, or two with a colon between
   */
  static Counter ofUdp(Namespace host, String port, String bytes) {
    Counter counter = make(host);
    counter.count("-p", "udp", "--sport", port, "-m", "length", "--length", bytes);
    return counter;
  }

  private static synchronized Counter make(Namespace host) {
    Counter counter = new Counter(host, "COUNT" + next++);
    host.exec("iptables", "-t", "raw", "-N", counter.chain);
    return counter;
  }

  private void count(String... match) {
    String[] command = new String[] {"iptables", "-t", "raw", "-A", "PREROUTING"};
    host.exec(join(command, match, new String[] {"-j", chain}));
  }

  long packets() {
    return host.exec("iptables", "-t", "raw", "-L", "PREROUTING", "-v", "-n", "-x")
        .lines()
        .filter(line -> line.contains(chain))
        .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[0]))
        .sum();
  }

  private static String[] join(String[]... parts) {
    return Arrays.stream(parts).flatMap(Arrays::stream).toArray(String[]::new);
  }
}
