package pqagent.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A DNS server for three names: {@code www.pq.test}, an alias of a pq1 name; that name's address;
 * and {@code plain.test}, which has none.
 */
final class DemoDns {
  static final String PROTECTED_NAME = "www.pq.test.";
  static final String PLAIN_NAME = "plain.test.";

  private static final int MAX_QUERY_BYTES = 512;
  private static final int TTL_SECONDS = 300;

  private final List<Record> records;

  /**
   * @param label the server's pq1 label
   * @param address the server's address
   */
  DemoDns(String label, InetAddress address) throws IOException {
    Name pq1Name = Name.fromString(label + ".pq.test.");
    records =
        List.of(
            new CNAMERecord(Name.fromString(PROTECTED_NAME), DClass.IN, TTL_SECONDS, pq1Name),
            new ARecord(pq1Name, DClass.IN, TTL_SECONDS, address),
            new ARecord(Name.fromString(PLAIN_NAME), DClass.IN, TTL_SECONDS, address));
  }

  /** Answers on port 53 of all addresses, on a thread of its own, until the process ends. */
  void start() throws IOException {
    DatagramSocket socket = new DatagramSocket(new InetSocketAddress(53));
    Thread.ofPlatform().name("dns").daemon().start(() -> serve(socket));
  }

  private void serve(DatagramSocket socket) {
    DatagramPacket packet = new DatagramPacket(new byte[MAX_QUERY_BYTES], MAX_QUERY_BYTES);
    while (true) {
      try {
        packet.setLength(MAX_QUERY_BYTES);
        socket.receive(packet);
        Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        byte[] reply = answer(query).toWire();
        socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
      } catch (org.xbill.DNS.WireParseException e) {
        // not a query: no answer
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Message answer(Message query) {
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.AA);
    Record question = query.getQuestion();
    if (question == null) {
      reply.getHeader().setRcode(Rcode.FORMERR);
      return reply;
    }
    reply.addRecord(question, Section.QUESTION);
    Name name = question.getName();
    for (Record candidate : records) {
      if (candidate.getName().equals(name)
          && (candidate.getType() == question.getType() || candidate.getType() == Type.CNAME)) {
        reply.addRecord(candidate, Section.ANSWER);
        if (candidate instanceof CNAMERecord alias) {
          name = alias.getTarget();
        }
      }
    }
    return reply;
  }
}
