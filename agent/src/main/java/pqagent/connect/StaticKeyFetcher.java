package pqagent.connect;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.LongSupplier;
import pqagent.crypto.key.StaticKeyAssembly;
import pqagent.crypto.key.StaticKeyTree;
import pqagent.keyserver.KeyMessage;

/**
 * Fetches a server's static keys, 1 MB in 937 answers: from the top of the hash tree down, a node
 * only when its hash is known, paced by a {@link Pacer} (PROTOCOL.md sections 3 and 4).
 */
final class StaticKeyFetcher {
  /** A whole fetch takes no longer, however slowly answers trickle. */
  static final Duration TOTAL_LIMIT = Duration.ofSeconds(60);

  /** Without one new node for so long, the server is not there. */
  static final Duration SILENCE_LIMIT = Duration.ofSeconds(8);

  /** Forged nodes to bear from an address before it is taken for another server. */
  static final int MAX_FORGED_NODES = 16;

  private static final int DIGEST_BYTES = 32;
  private static final int CHILDREN = StaticKeyTree.NODE_BYTES / DIGEST_BYTES;
  private static final int LAST_LEVEL = StaticKeyTree.LEVELS - 1;

  private final KeyChannel channel;
  private final LongSupplier nanoTime;
  private final Duration totalLimit;
  private final Duration silenceLimit;

  StaticKeyFetcher(KeyChannel channel, LongSupplier nanoTime) {
    this(channel, nanoTime, TOTAL_LIMIT, SILENCE_LIMIT);
  }

  StaticKeyFetcher(
      KeyChannel channel, LongSupplier nanoTime, Duration totalLimit, Duration silenceLimit) {
    this.channel = channel;
    this.nanoTime = nanoTime;
    this.totalLimit = totalLimit;
    this.silenceLimit = silenceLimit;
  }

  /** Fetches the keys whose tree has this root. Waits. */
  StaticKeyResult fetch(byte[] keyHash, int address, int keyPort) throws InterruptedException {
    try (Mailbox mailbox = channel.open(address, keyPort, KeyMessage.Type.STATIC_RESPONSE)) {
      return new Fetch(keyHash, mailbox).run();
    }
  }

  /** One fetch under way. */
  private final class Fetch {
    private final Mailbox mailbox;
    private final StaticKeyAssembly assembly;
    private final long startNanos = nanoTime.getAsLong();
    private final Pacer pacer = new Pacer(indexOf(LAST_LEVEL + 1, 0), startNanos);
    private final KeyMessage response = new KeyMessage();
    private final byte[] node = new byte[StaticKeyTree.NODE_BYTES];
    private long lastNodeNanos = startNanos;
    private int leavesMissing = StaticKeyTree.nodeCount(LAST_LEVEL);
    private int forgedNodes;

    Fetch(byte[] keyHash, Mailbox mailbox) {
      this.mailbox = mailbox;
      this.assembly = new StaticKeyAssembly(keyHash);
    }

    StaticKeyResult run() throws InterruptedException {
      pacer.offer(indexOf(1, 0));
      while (leavesMissing > 0) {
        long now = nanoTime.getAsLong();
        long limit =
            Math.min(
                startNanos + totalLimit.toNanos() - now,
                lastNodeNanos + silenceLimit.toNanos() - now);
        if (limit <= 0) {
          return new StaticKeyResult.NoAnswer();
        }
        if (forgedNodes >= MAX_FORGED_NODES) {
          return new StaticKeyResult.WrongKeys();
        }
        for (int i = pacer.next(now); i != Pacer.NONE; i = pacer.next(now)) {
          mailbox.send(KeyMessage.staticRequest(depthOf(i), positionOf(i)));
        }
        long wake = pacer.wakeNanos();
        long wait = wake == Long.MAX_VALUE ? limit : Math.min(limit, wake - now);
        byte[] datagram = mailbox.poll(Math.max(0, wait));
        if (datagram != null) {
          take(datagram);
        }
      }
      return assembly
          .keys()
          .<StaticKeyResult>map(StaticKeyResult.Found::new)
          .orElseGet(StaticKeyResult.NoAnswer::new);
    }

    private void take(byte[] datagram) {
      response.wrap(ByteBuffer.wrap(datagram), 0, datagram.length);
      if (!response.isWellFormed() || response.depth() == 0) {
        channel.countMalformed();
        return;
      }
      int depth = response.depth();
      int position = response.position();
      response.copyNode(node, 0);
      long now = nanoTime.getAsLong();
      switch (assembly.insert(depth, position, node, 0, response.nodeBytes())) {
        case ACCEPTED -> {
          lastNodeNanos = now;
          pacer.answered(indexOf(depth, position), now);
          believe(depth, position);
        }
        case WRONG_HASH -> {
          forgedNodes++;
          channel.countForged();
          pacer.useless(indexOf(depth, position), now);
        }
        case DUPLICATE, NO_PARENT_YET, NO_SUCH_NODE -> {
          // A repeated answer, or one to a question not asked.
        }
      }
    }

    private void believe(int depth, int position) {
      if (depth == LAST_LEVEL) {
        leavesMissing--;
        return;
      }
      int first = position * CHILDREN;
      int end = Math.min(first + CHILDREN, StaticKeyTree.nodeCount(depth + 1));
      for (int child = first; child < end; child++) {
        pacer.offer(indexOf(depth + 1, child));
      }
    }
  }

  /** Numbers the nodes below the root level by level: 0 is (1, 0), 1 is (2, 0), 27 is (3, 0). */
  private static int indexOf(int depth, int position) {
    int index = position;
    for (int d = 1; d < depth; d++) {
      index += StaticKeyTree.nodeCount(d);
    }
    return index;
  }

  private static int depthOf(int index) {
    int depth = 1;
    while (index >= indexOf(depth + 1, 0)) {
      depth++;
    }
    return depth;
  }

  private static int positionOf(int index) {
    return index - indexOf(depthOf(index), 0);
  }
}
