package pqagent.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pqagent.crypto.handshake.Prekey;
import pqagent.crypto.name.Pq1Name;
import pqagent.keyserver.ServerVectors;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.AgentRole;
import pqagent.peer.ServerIdentity;

class PrekeyStoreTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ServerIdentity server = TestServer.identity(1, 2);
  private final AgentMetrics metrics = new AgentMetrics(AgentRole.CLIENT);
  private final PrekeyStore store =
      new PrekeyStore(_ -> Optional.of(ServerVectors.publicKeys()), new SecureRandom(), metrics);

  @AfterEach
  void close() {
    store.close();
    metrics.close();
  }

  @Test
  void shouldFillUpToItsBound_andNeverGiveOneTwice() {
    assertThat(store.take(server)).isEmpty();
    store.want(server);
    await().atMost(PATIENCE).until(() -> store.size() == PrekeyStore.PER_SERVER);
    assertThat(metrics.scrape()).contains("pqagent_prekeys " + PrekeyStore.PER_SERVER + ".0");

    Set<String> seen = new HashSet<>();
    for (int i = 0; i < PrekeyStore.PER_SERVER; i++) {
      await().atMost(PATIENCE).until(() -> store.size() > 0);
      PrekeyStore.Ready ready = store.take(server).orElseThrow();
      assertThat(seen.add(HexFormat.of().formatHex(ready.prekey().ciphertext()))).isTrue();
      assertThat(ready.serverX25519()).isEqualTo(ServerVectors.publicKeys().x25519());
      ready.prekey().close();
    }
    await().atMost(PATIENCE).until(() -> store.size() >= PrekeyStore.PER_SERVER / 2);
    assertThat(store.size()).isLessThanOrEqualTo(PrekeyStore.PER_SERVER);
  }

  @Test
  void shouldZeroWhatIsLeft_whenClosed() {
    Prekey prekey = Prekey.make(ServerVectors.publicKeys(), new SecureRandom()).orElseThrow();
    Prekey late = Prekey.make(ServerVectors.publicKeys(), new SecureRandom()).orElseThrow();
    byte[] x25519 = ServerVectors.publicKeys().x25519();
    store.giveBack(server, new PrekeyStore.Ready(prekey, x25519));
    assertThat(prekey.sharedKey()).isNotEqualTo(new byte[32]);

    store.close();
    store.giveBack(server, new PrekeyStore.Ready(late, x25519));

    assertThat(prekey.sharedKey()).containsOnly(0);
    assertThat(late.sharedKey()).containsOnly(0);
    assertThat(store.size()).isZero();
    assertThat(store.take(server)).isEmpty();
  }

  @Test
  void shouldForgetTheServerUsedLongestAgo_whenThereAreTooMany() {
    byte[] x25519 = ServerVectors.publicKeys().x25519();
    Prekey first = prekeyWith(1);
    store.giveBack(server(0), new PrekeyStore.Ready(first, x25519));
    for (int i = 1; i <= PrekeyStore.MAX_SERVERS; i++) {
      store.giveBack(server(i), new PrekeyStore.Ready(prekeyWith(i), x25519));
    }

    assertThat(store.size()).isEqualTo(PrekeyStore.MAX_SERVERS);
    assertThat(store.take(server(0))).isEmpty();
    assertThat(first.sharedKey()).containsOnly(0);
    assertThat(store.take(server(1))).isPresent();
  }

  private static Prekey prekeyWith(int value) {
    byte[] key = new byte[32];
    key[0] = (byte) (value | 1);
    return new Prekey(new byte[194], key);
  }

  private static ServerIdentity server(int number) {
    byte[] hash = new byte[32];
    hash[0] = (byte) number;
    hash[1] = (byte) (number >> 8);
    return TestServer.identity(new Pq1Name(hash, OptionalInt.empty(), OptionalInt.empty()));
  }
}
