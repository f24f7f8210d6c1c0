package pqagent.connect;

/** The sending half of the client's one UDP socket. Called by many threads. */
@FunctionalInterface
public interface DatagramSender {

  /** Sends one datagram to an IPv4 address and port, or loses it; never throws, never waits. */
  void sendTo(byte[] datagram, int address, int port);
}
