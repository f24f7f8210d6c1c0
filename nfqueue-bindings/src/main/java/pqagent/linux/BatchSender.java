package pqagent.linux;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends batches: runs of equal datagrams to one destination as one UDP_SEGMENT message, many
 * messages a system call. What the kernel refuses costs its own message only. Belongs to one
 * thread.
 */
final class BatchSender {
  /** Datagrams in one UDP_SEGMENT message at most; Linux before 6.9 takes 64. */
  private static final int MAX_GROUP_DATAGRAMS = 44;

  /** Payload of one UDP_SEGMENT message at most: it is one IPv4 datagram until it is cut. */
  private static final int MAX_GROUP_BYTES = 65_000;

  /** How often one send waits for room in all, so that it ends even if there never is any. */
  private static final int MAX_WAITS = 20;

  private static final int BUFFER_WAIT_MILLIS = 10;
  private static final int MEMORY_WAIT_MILLIS = 1;

  private final int descriptor;
  private final int maxGroupDatagrams;
  private final AtomicLong refusedMessages = new AtomicLong();
  private int waitsLeft;

  /** {@code gso}: use UDP_SEGMENT; otherwise each datagram is a message. */
  BatchSender(int descriptor, boolean gso) {
    this.descriptor = descriptor;
    this.maxGroupDatagrams = gso ? MAX_GROUP_DATAGRAMS : 1;
  }

  /** Messages left singly for another reason than checksums. Any thread. */
  long refusedMessages() {
    return refusedMessages.get();
  }

  /** Returns how many datagrams the kernel took. */
  int send(DatagramBatch batch) {
    waitsLeft = MAX_WAITS;
    MessageVector groups = batch.groups();
    int[] first = batch.firstOfGroup();
    int sent = 0;
    int next = 0;
    while (next < batch.size()) {
      int count = 0;
      while (count < groups.capacity() && next < batch.size()) {
        first[count] = next;
        int end = endOfGroup(batch, next);
        describe(batch, groups, count, next, end);
        next = end;
        count++;
      }
      first[count] = next;
      sent += sendGroups(batch, count);
    }
    return sent;
  }

  private int sendGroups(DatagramBatch batch, int count) {
    int[] first = batch.firstOfGroup();
    int sent = 0;
    int done = 0;
    while (done < count) {
      int taken = batch.groups().send(descriptor, done, count - done);
      if (taken > 0) {
        sent += first[done + taken] - first[done];
        done += taken;
        continue;
      }
      int errno = Libc.errno();
      if (isWorthWaiting(batch, errno)) {
        continue;
      }
      if (first[done + 1] - first[done] > 1 && isSegmentationRefused(errno)) {
        if (errno != Errno.EIO) {
          refusedMessages.incrementAndGet();
        }
        sent += sendSingly(batch, first[done], first[done + 1]);
      }
      done++;
    }
    return sent;
  }

  /** At most {@link #MAX_GROUP_DATAGRAMS} datagrams. */
  private int sendSingly(DatagramBatch batch, int from, int to) {
    MessageVector singles = batch.singles();
    int count = to - from;
    for (int i = 0; i < count; i++) {
      describe(batch, singles, i, from + i, from + i + 1);
    }
    int sent = 0;
    int done = 0;
    while (done < count) {
      int taken = singles.send(descriptor, done, count - done);
      if (taken > 0) {
        sent += taken;
        done += taken;
      } else if (!isWorthWaiting(batch, Libc.errno())) {
        done++;
      }
    }
    return sent;
  }

  private static void describe(
      DatagramBatch batch, MessageVector messages, int message, int from, int to) {
    int start = batch.offsets()[from];
    int bytes = batch.offsets()[to - 1] + batch.lengths()[to - 1] - start;
    int segmentBytes = to - from > 1 ? batch.lengths()[from] : 0;
    messages.sendFrom(
        message,
        batch.bufferAddress() + start,
        bytes,
        segmentBytes,
        batch.address(from),
        batch.port(from));
  }

  /** Index behind the run from {@code from} that one message can carry; a shorter one ends it. */
  private int endOfGroup(DatagramBatch batch, int from) {
    int[] offsets = batch.offsets();
    int[] lengths = batch.lengths();
    int segmentBytes = lengths[from];
    int start = offsets[from];
    int limit = Math.min(batch.size(), from + maxGroupDatagrams);
    int end = from + 1;
    while (end < limit
        && lengths[end - 1] == segmentBytes
        && lengths[end] > 0
        && lengths[end] <= segmentBytes
        && offsets[end] == offsets[end - 1] + segmentBytes
        && offsets[end] + lengths[end] - start <= MAX_GROUP_BYTES
        && batch.address(end) == batch.address(from)
        && batch.port(end) == batch.port(from)) {
      end++;
    }
    return end;
  }

  /** Waits a little for what passes; ECONNREFUSED reports an older datagram and is gone then. */
  private boolean isWorthWaiting(DatagramBatch batch, int errno) {
    if (waitsLeft == 0) {
      return false;
    }
    waitsLeft--;
    switch (errno) {
      case Errno.EINTR, Errno.ECONNREFUSED -> {}
      case Errno.EAGAIN -> awaitRoom(batch.pollDescriptor(), 1, BUFFER_WAIT_MILLIS);
      case Errno.ENOBUFS, Errno.ENOMEM -> awaitRoom(batch.pollDescriptor(), 0, MEMORY_WAIT_MILLIS);
      default -> {
        waitsLeft++;
        return false;
      }
    }
    return true;
  }

  private void awaitRoom(NativeArena.Block pollDescriptor, int count, int millis) {
    Poller.describe(pollDescriptor.buffer(), 0, descriptor, Libc.POLLOUT);
    Libc.poll(pollDescriptor.address(), count, millis);
  }

  /** EIO: no checksum offload on the way; EINVAL, EMSGSIZE: a segment exceeds the MTU. */
  private static boolean isSegmentationRefused(int errno) {
    return errno == Errno.EIO
        || errno == Errno.EINVAL
        || errno == Errno.EMSGSIZE
        || errno == Errno.EOPNOTSUPP;
  }
}
