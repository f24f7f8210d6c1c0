package pqagent.linux;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A persistent TUN device: packets written enter the kernel as received; what the kernel sends out
 * of it is discarded.
 *
 * <p>The sink: the device's carrier is taken off, and Linux gives a device without carrier the
 * queueing discipline that drops everything (noop_qdisc). Routes and addresses stay, packets pass
 * POSTROUTING (so conntrack confirms their flow) and end there; nobody has to read them. That is
 * the state of the device without an agent, too. Linux may take a second to see it; until then up
 * to a queue's length of packets (txqueuelen, 500) waits in the device for its close.
 * TUNATTACHFILTER would do as well, but is for TAP only.
 */
public final class TunDevice implements AutoCloseable {
  private static final String CONTROL = "/dev/net/tun";

  private static final long TUNSETIFF = 0x400454caL;
  private static final long TUNSETOFFLOAD = 0x400454d0L;
  private static final long TUNSETCARRIER = 0x400454e2L;

  private static final int TUN_F_CSUM = 1;
  private static final int TUN_F_TSO4 = 2;
  private static final int TUN_F_TSO6 = 4;
  private static final int TUN_F_USO4 = 0x20;
  private static final int TUN_F_USO6 = 0x40;
  private static final int OFFLOADS = TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6;

  private static final int REQUEST_BYTES = 40;
  private static final int REQUEST_FLAGS_OFFSET = 16;
  private static final int MAX_NAME_BYTES = 15;
  private static final int IFF_TUN = 0x0001;
  private static final int IFF_NO_PI = 0x1000;
  private static final int IFF_VNET_HDR = 0x4000;

  private final int descriptor;
  private final boolean takesUdpSuperPackets;
  private final AtomicBoolean closed = new AtomicBoolean();

  private TunDevice(int descriptor, boolean takesUdpSuperPackets) {
    this.descriptor = descriptor;
    this.takesUdpSuperPackets = takesUdpSuperPackets;
  }

  /**
   * Attaches to an existing device of this thread's namespace, with virtio headers. LinuxException:
   * EBUSY when another process holds it, EPERM when it is another user's, ENODEV when there is none
   * (it is never created), EINVAL when it is not a TUN.
   */
  public static TunDevice open(String name) {
    int index = interfaceIndex(name);
    int descriptor = Libc.open(CONTROL, Libc.O_RDWR | Libc.O_CLOEXEC);
    if (descriptor < 0) {
      throw new LinuxException("open " + CONTROL, Libc.errno());
    }
    try {
      attach(descriptor, name);
      if (interfaceIndex(name) != index) {
        // The device went away in between and the attachment made another, which ends with it.
        throw new LinuxException("find device " + name, Errno.ENODEV);
      }
      boolean udp = setOffloads(descriptor, name);
      takeCarrierOff(descriptor, name);
      return new TunDevice(descriptor, udp);
    } catch (RuntimeException e) {
      Libc.close(descriptor);
      throw e;
    }
  }

  /** Whether {@link VirtioNetHeader#udp4} may be written; TCP's super-packets always may. */
  public boolean takesUdpSuperPackets() {
    return takesUdpSuperPackets;
  }

  /**
   * Writes one packet gathered from {@code count} struct iovec at {@code iovecAddress}, the first
   * of which is a virtio header. Returns false when the kernel refused it.
   */
  public boolean write(long iovecAddress, int count) {
    if (closed.get()) {
      throw new IllegalStateException("the TUN device is closed");
    }
    return Libc.writev(descriptor, iovecAddress, count) >= 0;
  }

  /** The device stays, as it is persistent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      Libc.close(descriptor);
    }
  }

  private static int interfaceIndex(String name) {
    if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
      throw new LinuxException("find device \"" + name + "\"", Errno.ENODEV);
    }
    int index = Libc.if_nametoindex(name);
    if (index == 0) {
      throw new LinuxException("find device " + name, Libc.errno());
    }
    return index;
  }

  private static void attach(int descriptor, String name) {
    try (NativeArena arena = new NativeArena()) {
      NativeArena.Block request = arena.allocate(REQUEST_BYTES);
      request.buffer().put(0, name.getBytes(StandardCharsets.UTF_8));
      request.buffer().putShort(REQUEST_FLAGS_OFFSET, (short) (IFF_TUN | IFF_NO_PI | IFF_VNET_HDR));
      if (Libc.ioctl(descriptor, TUNSETIFF, request.address()) != 0) {
        throw new LinuxException("attach to TUN device " + name, Libc.errno());
      }
    }
  }

  /** Returns whether this kernel knows UDP super-packets (Linux 6.2). */
  private static boolean setOffloads(int descriptor, String name) {
    if (Libc.ioctl(descriptor, TUNSETOFFLOAD, OFFLOADS | TUN_F_USO4 | TUN_F_USO6) == 0) {
      return true;
    }
    if (Libc.ioctl(descriptor, TUNSETOFFLOAD, OFFLOADS) != 0) {
      throw new LinuxException("set the offloads of TUN device " + name, Libc.errno());
    }
    return false;
  }

  private static void takeCarrierOff(int descriptor, String name) {
    try (NativeArena arena = new NativeArena()) {
      long off = arena.allocate(Integer.BYTES).address();
      if (Libc.ioctl(descriptor, TUNSETCARRIER, off) != 0) {
        throw new LinuxException("take the carrier off TUN device " + name, Libc.errno());
      }
    }
  }
}
