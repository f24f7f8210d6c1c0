package pqagent.dns;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import pqagent.crypto.name.Pq1Name;
import pqagent.linux.NativeArena;
import pqagent.metrics.DnsOutcome;
import pqagent.packet.Ip;
import pqagent.packet.Udp;
import pqagent.peer.Ipv4;

/**
 * A reply with a PQConnect server that nobody waits for, rewritten again and again: so that the
 * first real one finds code loaded and compiled.
 */
public final class ReplyRehearsal {
  private static final int DNS_PORT = 53;
  private static final int TTL_SECONDS = 60;
  private static final int PRIVATE_ADDRESS = Ipv4.parse("10.0.0.2");

  /** Any private address will do. */
  private static final PrivateAddresses ADDRESSES =
      new PrivateAddresses() {
        @Override
        public OptionalInt reserve(Pq1Name name, Name owner, int serverAddress) {
          return OptionalInt.of(PRIVATE_ADDRESS);
        }

        @Override
        public boolean contains(int address) {
          return address == PRIVATE_ADDRESS;
        }
      };

  private ReplyRehearsal() {}

  /** Rewrites it so many times. Returns how often that came about. */
  public static int run(int replies) {
    ReplyRewriter rewriter = new ReplyRewriter(ADDRESSES);
    try (NativeArena arena = new NativeArena()) {
      ByteBuffer packet = packet(arena, reply().toWire());
      int rewritten = 0;
      while (rewritten < replies
          && rewriter.rewrite(packet, 0, packet.capacity()) == DnsOutcome.REWRITTEN) {
        rewritten++;
      }
      return rewritten;
    }
  }

  private static Message reply() {
    Pq1Name pq1 = new Pq1Name(keyHash(), OptionalInt.of(1), OptionalInt.of(1));
    Name www = name("www.rehearsal.invalid.");
    Name server = name(pq1.label() + ".rehearsal.invalid.");
    Message reply = new Message(0);
    reply.getHeader().setFlag(Flags.QR);
    reply.addRecord(Record.newRecord(www, Type.A, DClass.IN), Section.QUESTION);
    reply.addRecord(new CNAMERecord(www, DClass.IN, TTL_SECONDS, server), Section.ANSWER);
    byte[] address = {127, 0, 0, 1};
    reply.addRecord(
        Record.newRecord(server, Type.A, DClass.IN, TTL_SECONDS, address), Section.ANSWER);
    return reply;
  }

  /** Of many different digits, as real ones are. */
  private static byte[] keyHash() {
    byte[] hash = new byte[Pq1Name.KEY_HASH_BYTES];
    for (int i = 0; i < hash.length; i++) {
      hash[i] = (byte) (73 * i);
    }
    return hash;
  }

  private static Name name(String text) {
    try {
      return Name.fromString(text);
    } catch (TextParseException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** In the kind of buffer that a queue has: for another, the JVM would compile anew. */
  private static ByteBuffer packet(NativeArena arena, byte[] dns) {
    int udpBytes = Udp.HEADER_BYTES + dns.length;
    ByteBuffer packet =
        arena.allocate(Ip.MIN_HEADER_BYTES + udpBytes).buffer().order(ByteOrder.BIG_ENDIAN);
    packet.put(0, (byte) 0x45);
    packet.putShort(Ip.TOTAL_LENGTH_OFFSET, (short) packet.capacity());
    packet.put(Ip.PROTOCOL_OFFSET, (byte) Udp.PROTOCOL);
    packet.putShort(Ip.MIN_HEADER_BYTES + Udp.SOURCE_PORT_OFFSET, (short) DNS_PORT);
    packet.putShort(Ip.MIN_HEADER_BYTES + Udp.LENGTH_OFFSET, (short) udpBytes);
    packet.put(Ip.MIN_HEADER_BYTES + Udp.HEADER_BYTES, dns);
    return packet;
  }
}
