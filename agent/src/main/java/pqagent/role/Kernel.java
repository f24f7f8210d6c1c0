package pqagent.role;

import java.io.IOException;
import java.math.BigInteger;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import pqagent.error.OperatorException;
import pqagent.linux.Errno;
import pqagent.linux.LinuxException;
import pqagent.linux.TunDevice;
import pqagent.linux.UdpSocket;
import pqagent.nfqueue.PacketQueue;
import pqagent.peer.AddressRange;
import pqagent.peer.Ipv4;

/**
 * Opens what the roles need of the kernel, and says in one line what an operator has to do when it
 * refuses.
 */
final class Kernel {
  private static final int CAP_NET_ADMIN = 12;
  private static final int QUEUE_LENGTH = 8192;

  private Kernel() {}

  /** Throws unless this process may use NFQUEUE. */
  static void requireNetAdmin(String role) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("CapEff:")
            && !new BigInteger(line.substring(7).strip(), 16).testBit(CAP_NET_ADMIN)) {
          throw new OperatorException(
              "no permission to filter packets: run pqagent "
                  + role
                  + " as root, or with the capability CAP_NET_ADMIN");
        }
      }
    } catch (IOException e) {
      throw new OperatorException("cannot read /proc/self/status: " + e.getMessage());
    }
  }

  static TunDevice openTun(String role, String name) {
    try {
      return TunDevice.open(name);
    } catch (LinuxException e) {
      throw new OperatorException(
          switch (e.errno()) {
            case Errno.ENODEV ->
                "there is no interface %s: run iptables-rules/install.sh %s first, or add --setup"
                    .formatted(name, role);
            case Errno.EBUSY ->
                "interface %s is in use by another process: stop that one, or choose another --interface"
                    .formatted(name);
            case Errno.EPERM ->
                "interface %s belongs to another user: run iptables-rules/install.sh %s with --user"
                    .formatted(name, role);
            case Errno.EINVAL ->
                "interface %s is not a TUN device of ours: choose another --interface"
                    .formatted(name);
            default -> "cannot open interface %s: %s".formatted(name, e.getMessage());
          });
    }
  }

  /** Throws unless the interface has our address. */
  static void requireAddress(String role, String interfaceName, AddressRange address) {
    if (!hasAddress(interfaceName, address)) {
      throw new OperatorException(
          "interface %s does not have the address %s: run iptables-rules/install.sh %s with the same --address"
              .formatted(interfaceName, address, role));
    }
  }

  static boolean hasAddress(String interfaceName, AddressRange address) {
    try {
      NetworkInterface device = NetworkInterface.getByName(interfaceName);
      return device != null
          && device
              .inetAddresses()
              .anyMatch(a -> a.getHostAddress().equals(Ipv4.format(address.own())));
    } catch (SocketException e) {
      return false;
    }
  }

  static UdpSocket bind(int port, UdpSocket.Options options) {
    try {
      return UdpSocket.bind(port, options);
    } catch (LinuxException e) {
      throw new OperatorException(
          switch (e.errno()) {
            case Errno.EADDRINUSE ->
                "UDP port %d is already taken: stop the program that has it, or choose another --port"
                    .formatted(port);
            case Errno.EACCES ->
                "no permission for UDP port %d: choose a --port of 1024 or above".formatted(port);
            default -> "cannot open UDP port %d: %s".formatted(port, e.getMessage());
          });
    }
  }

  /**
   * @param gso whether TCP super-packets come whole
   * @param failOpen whether packets pass when the queue overflows
   */
  static PacketQueue openQueue(int number, boolean gso, boolean failOpen, String option) {
    try {
      return PacketQueue.open(number, new PacketQueue.Options(gso, failOpen, QUEUE_LENGTH));
    } catch (LinuxException e) {
      throw new OperatorException(
          switch (e.errno()) {
            case Errno.EBUSY ->
                "NFQUEUE %d is already taken: stop the program that has it, or choose another %s"
                    .formatted(number, option);
            case Errno.EPERM ->
                "no permission for NFQUEUE %d: run as root, or with the capability CAP_NET_ADMIN"
                    .formatted(number);
            default -> "cannot open NFQUEUE %d: %s".formatted(number, e.getMessage());
          });
    }
  }
}
