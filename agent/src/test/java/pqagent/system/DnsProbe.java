package pqagent.system;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import pqagent.testkit.Namespace;

/** Asks a resolver and shows its reply as it came. */
final class DnsProbe {
  private static final int QUERY_ID = 4711;

  private DnsProbe() {}

  /** The reply's bytes to a query for an IPv4 address with a fixed id. */
  static byte[] rawReply(Namespace host, String resolver, String name) throws Exception {
    Message query =
        Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN));
    query.getHeader().setID(QUERY_ID);
    byte[] bytes = query.toWire();
    return host.call(
        () -> {
          try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(10_000);
            socket.send(
                new DatagramPacket(bytes, bytes.length, InetAddress.getByName(resolver), 53));
            DatagramPacket reply = new DatagramPacket(new byte[4096], 4096);
            socket.receive(reply);
            return Arrays.copyOf(reply.getData(), reply.getLength());
          }
        });
  }
}
