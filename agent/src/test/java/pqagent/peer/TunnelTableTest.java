package pqagent.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import pqagent.crypto.handshake.TunnelSecrets;
import pqagent.crypto.tunnel.Tunnel;

class TunnelTableTest {
  private final SecureRandom random = new SecureRandom();
  private final TunnelTable table = new TunnelTable();

  @Test
  void shouldFindEachTunnelByTheIdInADatagram_whenThereAreMany() {
    List<byte[]> ids = new ArrayList<>();
    List<Tunnel> tunnels = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      byte[] id = randomId();
      ids.add(id);
      tunnels.add(tunnel(id));
      table.add(tunnels.get(i), Peer.client(i, tunnels.get(i), PathMtu.auto(), 0));
    }
    assertThat(table.size()).isEqualTo(1000);
    for (int i = 0; i < 1000; i++) {
      assertThat(table.find(datagram(ids.get(i)), 2).tunnel()).isSameAs(tunnels.get(i));
      assertThat(table.find(datagram(ids.get(i)), 2).peer().privateAddress()).isEqualTo(i);
    }
    Set<Tunnel> visited = new HashSet<>();
    table.forEach((tunnel, _) -> visited.add(tunnel));
    assertThat(visited).hasSize(1000);
  }

  @Test
  void shouldFindNothing_whenOnlyTheFirstWordOfTheIdAgrees() {
    byte[] id = randomId();
    Tunnel tunnel = tunnel(id);
    table.add(tunnel, Peer.client(1, tunnel, PathMtu.auto(), 0));
    byte[] other = id.clone();
    other[31] ^= 1;
    assertThat(table.find(datagram(other), 2)).isNull();
  }

  @Test
  void shouldForgetOnlyTheRemovedOne_whenIdsCollide() {
    byte[] id = randomId();
    byte[] collides = id.clone();
    collides[31] ^= 1;
    Tunnel stays = tunnel(id);
    Tunnel goes = tunnel(collides);
    table.add(stays, Peer.client(1, stays, PathMtu.auto(), 0));
    table.add(goes, Peer.client(2, goes, PathMtu.auto(), 0));
    table.remove(goes.id());
    table.remove(goes.id());
    assertThat(table.size()).isEqualTo(1);
    assertThat(table.find(datagram(collides), 2)).isNull();
    assertThat(table.find(datagram(id), 2)).isNotNull();
  }

  private byte[] randomId() {
    byte[] id = new byte[32];
    random.nextBytes(id);
    return id;
  }

  private static Tunnel tunnel(byte[] id) {
    return Tunnel.accepted(new TunnelSecrets(id, new byte[32], new byte[32]), 0);
  }

  private static ByteBuffer datagram(byte[] id) {
    return ByteBuffer.allocateDirect(100).put(2, id);
  }
}
