package pqagent.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Message;
import pqagent.metrics.DnsOutcome;
import pqagent.packet.Ip;
import pqagent.packet.Udp;

/**
 * Looks at one queued packet with a DNS reply and, when that announces a PQConnect server, makes
 * the packet that shall take its place (PROTOCOL.md section 2). Every other packet passes as it is.
 * It never waits and never asks; whatever bytes come, it does not throw. An instance belongs to one
 * thread.
 */
public final class ReplyRewriter {
  private static final Logger log = LoggerFactory.getLogger(ReplyRewriter.class);

  private static final int DNS_PORT = 53;
  private static final int HEADER_BYTES = 12;
  private static final int FLAGS_OFFSET = 2;

  /** QR, opcode and rcode (RFC 1035 section 4.1.1): a reply to a standard query, without error. */
  private static final int KIND_MASK = 0xf80f;

  private static final int SUCCESSFUL_REPLY = 0x8000;
  private static final int TRUNCATED = 0x0200;

  private final MessageRewriter rewriter;
  private final UdpPacket udp = new UdpPacket();
  private final ByteBuffer rewritten = ByteBuffer.allocateDirect(Ip.MAX_PACKET_BYTES);
  private int rewrittenBytes;
  private boolean warned;

  public ReplyRewriter(PrivateAddresses addresses) {
    this.rewriter = new MessageRewriter(addresses);
  }

  /**
   * Judges the IPv4 or IPv6 packet at {@code offset} of a big-endian buffer. Only after REWRITTEN
   * do {@link #packet} and {@link #packetBytes} hold another; the given bytes are never changed.
   */
  public DnsOutcome rewrite(ByteBuffer packet, int offset, int length) {
    rewrittenBytes = 0;
    if (!udp.parse(packet, offset, length)
        || Udp.sourcePort(packet, offset + udp.headerBytes()) != DNS_PORT
        || udp.payloadBytes() < HEADER_BYTES) {
      return DnsOutcome.MALFORMED;
    }
    int dns = offset + udp.payloadOffset();
    int flags = packet.getShort(dns + FLAGS_OFFSET);
    if ((flags & KIND_MASK) != SUCCESSFUL_REPLY
        || !LabelScan.mayHoldLabel(packet, dns, udp.payloadBytes())) {
      return DnsOutcome.PLAIN;
    }
    // Of half a reply nothing is believed: whoever asked will ask again by TCP.
    return (flags & TRUNCATED) == 0 ? parseAndRewrite(packet, offset) : DnsOutcome.UNSUPPORTED;
  }

  private DnsOutcome parseAndRewrite(ByteBuffer packet, int offset) {
    byte[] payload = new byte[udp.payloadBytes()];
    packet.get(offset + udp.payloadOffset(), payload);
    Message message;
    try {
      message = new Message(payload);
    } catch (IOException | RuntimeException e) {
      // The parser's way to say that this is no DNS message.
      return DnsOutcome.MALFORMED;
    }
    try {
      DnsOutcome outcome = rewriter.rewrite(message);
      if (outcome != DnsOutcome.REWRITTEN) {
        return outcome;
      }
      rewrittenBytes = udp.write(packet, offset, message.toWire(), rewritten);
      return rewrittenBytes == 0 ? DnsOutcome.UNSUPPORTED : outcome;
    } catch (RuntimeException e) {
      warnOnce(e);
      return DnsOutcome.UNSUPPORTED;
    }
  }

  /** A defect, which must not stop replies from passing; the network may be able to repeat it. */
  private void warnOnce(RuntimeException e) {
    if (!warned) {
      warned = true;
      log.warn("A DNS reply could not be rewritten and passes as it is; said once.", e);
    }
  }

  /** The packet to accept instead, from the buffer's beginning; valid until the next call. */
  public ByteBuffer packet() {
    return rewritten;
  }

  /** Its length; 0 when the original shall pass. */
  public int packetBytes() {
    return rewrittenBytes;
  }
}
