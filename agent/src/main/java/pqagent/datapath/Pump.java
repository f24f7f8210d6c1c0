package pqagent.datapath;

import java.util.OptionalInt;

/** Takes packets from a socket and does all that is to be done with them; see {@link PumpLoop}. */
public interface Pump extends AutoCloseable {
  /** The socket's. */
  int descriptor();

  /** Where packets go that might have to wait for room there. */
  OptionalInt outlet();

  /** Waits for packets, 200 ms at most, and sends what came on its way, a batch of it. */
  void turn();

  @Override
  void close();
}
