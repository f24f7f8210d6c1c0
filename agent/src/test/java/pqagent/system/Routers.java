package pqagent.system;

import pqagent.testkit.Link;
import pqagent.testkit.Namespace;

/**
 * Two routers between two hosts, with a narrow link between them.
 *
 * <pre>
 *   a 198.51.100.2 ── 198.51.100.1 near 203.0.113.1 ── narrow ── 203.0.113.2 far 192.0.2.254 ── 192.0.2.1 b
 * </pre>
 */
record Routers(Namespace near, Namespace far, Link narrow) implements AutoCloseable {
  static final String ADDRESS_A = "198.51.100.2";
  static final String ADDRESS_B = "192.0.2.1";

  /** Connects the hosts by devices named eth0. */
  static Routers connect(Namespace a, Namespace b) {
    Namespace near = Namespace.create("near");
    Namespace far = Namespace.create("far");
    Link.connect(a, "eth0", ADDRESS_A + "/24", near, "eth0", "198.51.100.1/24");
    Link narrow = Link.connect(near, "eth1", "203.0.113.1/24", far, "eth1", "203.0.113.2/24");
    Link.connect(far, "eth0", "192.0.2.254/24", b, "eth0", ADDRESS_B + "/24");
    a.exec("ip", "route", "add", "default", "via", "198.51.100.1");
    b.exec("ip", "route", "add", "default", "via", "192.0.2.254");
    near.exec("ip", "route", "add", "default", "via", "203.0.113.2");
    far.exec("ip", "route", "add", "default", "via", "203.0.113.1");
    for (Namespace router : new Namespace[] {near, far}) {
      router.exec("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
    }
    return new Routers(near, far, narrow);
  }

  /** From now on nobody hears that a packet was too large, and fragments go no further. */
  void silence() {
    for (Namespace router : new Namespace[] {near, far}) {
      router.exec("iptables", "-A", "FORWARD", "-f", "-j", "DROP");
      router.exec("iptables -A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP".split(" "));
    }
  }

  @Override
  public void close() {
    near.close();
    far.close();
  }
}
