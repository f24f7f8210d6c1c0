package pqagent.connect;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import pqagent.keyserver.KeyMessage;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.Direction;
import pqagent.metrics.DropReason;

/**
 * Requests to key servers and their answers, through the client's one socket. Only what somebody
 * waits for, from where it was asked, is kept; everything else is counted and dropped.
 */
final class KeyChannel {
  private final DatagramSender sender;
  private final AgentMetrics metrics;
  private volatile List<Mailbox> mailboxes = List.of();

  KeyChannel(DatagramSender sender, AgentMetrics metrics) {
    this.sender = sender;
    this.metrics = metrics;
  }

  /** From now on keeps answers of this kind from this address and port. */
  synchronized Mailbox open(int address, int port, KeyMessage.Type kind) {
    Mailbox mailbox = new Mailbox(this, address, port, kind);
    List<Mailbox> more = new ArrayList<>(mailboxes);
    more.add(mailbox);
    mailboxes = more;
    return mailbox;
  }

  synchronized void remove(Mailbox mailbox) {
    List<Mailbox> fewer = new ArrayList<>(mailboxes);
    fewer.remove(mailbox);
    mailboxes = fewer;
  }

  void send(byte[] datagram, int address, int port) {
    sender.sendTo(datagram, address, port);
  }

  /** Takes a received datagram of any content; called by the inbound pump. */
  void deliver(ByteBuffer buffer, int offset, int length, int address, int port) {
    if (length < 2) {
      metrics.dropped(Direction.IN, DropReason.MALFORMED_OUTER);
    } else if (length > KeyMessage.MAX_BYTES || !keep(buffer, offset, length, address, port)) {
      metrics.dropped(Direction.IN, DropReason.UNEXPECTED_MESSAGE);
    }
  }

  private boolean keep(ByteBuffer buffer, int offset, int length, int address, int port) {
    List<Mailbox> all = mailboxes;
    if (all.isEmpty()) {
      return false;
    }
    KeyMessage.Type type = KeyMessage.Type.of(buffer, offset, length);
    boolean kept = false;
    for (int i = 0; i < all.size(); i++) {
      Mailbox mailbox = all.get(i);
      kept |= mailbox.wants(type, address, port) && mailbox.offer(buffer, offset, length);
    }
    return kept;
  }

  /** A datagram that was kept turned out not to be what its type says. */
  void countMalformed() {
    metrics.dropped(Direction.IN, DropReason.MALFORMED_OUTER);
  }

  /** A node that was kept is not the one its hash stands for. */
  void countForged() {
    metrics.dropped(Direction.IN, DropReason.FORGED);
  }
}
