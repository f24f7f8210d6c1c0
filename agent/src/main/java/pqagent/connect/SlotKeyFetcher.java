package pqagent.connect;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pqagent.crypto.key.SlotPublicKeys;
import pqagent.keyserver.KeyMessage;

/**
 * Asks a server for the keys of its current time slot, again and again with growing pauses: the
 * deployed server is silent for seconds now and then (docs/interop.md).
 */
final class SlotKeyFetcher {
  static final List<Duration> PATIENCE =
      List.of(
          Duration.ofMillis(300),
          Duration.ofMillis(700),
          Duration.ofMillis(1500),
          Duration.ofMillis(2500),
          Duration.ofMillis(4000));

  private final KeyChannel channel;
  private final List<Duration> patience;

  SlotKeyFetcher(KeyChannel channel) {
    this(channel, PATIENCE);
  }

  SlotKeyFetcher(KeyChannel channel, List<Duration> patience) {
    this.channel = channel;
    this.patience = patience;
  }

  /** The slot's keys, which nothing vouches for; empty when no answer came. Waits. */
  Optional<SlotPublicKeys> fetch(int address, int keyPort) throws InterruptedException {
    byte[] request = KeyMessage.ephemeralRequest();
    try (Mailbox mailbox = channel.open(address, keyPort, KeyMessage.Type.EPHEMERAL_RESPONSE)) {
      for (Duration pause : patience) {
        mailbox.send(request);
        SlotPublicKeys keys = await(mailbox, pause);
        if (keys != null) {
          return Optional.of(keys);
        }
      }
    }
    return Optional.empty();
  }

  private @Nullable SlotPublicKeys await(Mailbox mailbox, Duration pause)
      throws InterruptedException {
    long endNanos = System.nanoTime() + pause.toNanos();
    KeyMessage response = new KeyMessage();
    for (long left = pause.toNanos(); left > 0; left = endNanos - System.nanoTime()) {
      byte[] datagram = mailbox.poll(left);
      if (datagram == null) {
        return null;
      }
      if (response.wrap(ByteBuffer.wrap(datagram), 0, datagram.length).isWellFormed()) {
        return response.slotKeys();
      }
      channel.countMalformed();
    }
    return null;
  }
}
