package pqagent.datapath;

import java.nio.ByteBuffer;

/**
 * Takes the datagrams on the tunnel socket that belong to no tunnel: handshakes, key messages,
 * tunnel packets that come before their handshake, and whatever else an outsider sends. Called by
 * the inbound pump: must neither block nor keep the buffer.
 */
@FunctionalInterface
public interface ControlHandler {
  /**
   * @param address source as an IPv4 address
   * @param port source port
   */
  void handle(ByteBuffer buffer, int offset, int length, int address, int port);
}
