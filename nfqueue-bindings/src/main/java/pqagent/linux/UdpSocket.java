package pqagent.linux;

/**
 * An IPv4 UDP socket that sends and receives batches, with UDP_SEGMENT and UDP_GRO. One thread may
 * send while another receives.
 */
public final class UdpSocket implements AutoCloseable {

  /**
   * Binds to a port on all addresses (0 for any). LinuxException with EADDRINUSE when it is taken.
   * Receive times out after 200 ms.
   */
  public static UdpSocket bind(int port) {
    throw new UnsupportedOperationException("not yet");
  }

  public int localPort() {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Clears the batch, waits up to the time-out for at least one message, takes all that are there.
   * Returns the number of datagrams, 0 on time-out.
   */
  public int receive(DatagramBatch batch) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Sends every datagram; never throws for the network's sake. Returns how many the kernel took (a
   * full buffer, an unreachable destination or EPERM loses the rest of that message only).
   */
  public int send(DatagramBatch batch) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("not yet");
  }
}
