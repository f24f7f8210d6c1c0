package pqagent.role;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.peer.Connection;
import pqagent.peer.Ipv4;
import pqagent.peer.Peer;
import pqagent.peer.PeerTable;
import pqagent.peer.ServerIdentity;

/** The table of peers and tunnels, as text for people. */
final class TunnelReport {
  private static final String ROW = "%-15s  %-21s  %-12s  %5s  %10s  %10s  %9s  %s%n";

  private TunnelReport() {}

  static String of(PeerTable peers, long nowNanos) {
    List<Peer> all = new ArrayList<>();
    peers.forEach(all::add);
    all.sort(Comparator.comparingInt(Peer::privateAddress));
    StringBuilder text =
        new StringBuilder(
            ROW.formatted(
                "PRIVATE", "ENDPOINT", "STATE", "MTU", "SENT", "RECEIVED", "LAST", "PEER"));
    for (Peer peer : all) {
      text.append(row(peer, nowNanos));
    }
    return text.toString();
  }

  private static String row(Peer peer, long nowNanos) {
    String endpoint = peer.hasEndpoint() ? Ipv4.format(peer.address()) + ":" + peer.port() : "-";
    String name = peer.server().map(ServerIdentity::toString).orElse("client");
    String address = Ipv4.format(peer.privateAddress());
    return switch (peer.connection()) {
      case Connection.Connected(Tunnel tunnel) ->
          ROW.formatted(
              address,
              endpoint,
              tunnel.openedPackets() > 0 ? "up" : "unconfirmed",
              peer.pathMtu().maxInnerBytes(),
              tunnel.sealedPackets(),
              tunnel.openedPackets(),
              secondsAgo(nowNanos - tunnel.lastOpenedNanos()),
              name);
      case Connection.Idle _ -> ROW.formatted(address, endpoint, "idle", "-", "-", "-", "-", name);
      case Connection.Connecting _ ->
          ROW.formatted(address, endpoint, "connecting", "-", "-", "-", "-", name);
      case Connection.Unreachable _ ->
          ROW.formatted(address, endpoint, "unreachable", "-", "-", "-", "-", name);
    };
  }

  private static String secondsAgo(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
  }
}
