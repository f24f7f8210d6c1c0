package pqagent.peer;

/**
 * A packet from the queue, copied, that waits for a tunnel; and whether its layer-4 checksum is
 * still to be made.
 */
public record ParkedPacket(byte[] bytes, boolean needsChecksum) {}
