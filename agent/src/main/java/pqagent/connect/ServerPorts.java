package pqagent.connect;

/** Where a server listens: UDP ports for handshakes and tunnels, and for keys. */
public record ServerPorts(int cryptoPort, int keyPort) {}
