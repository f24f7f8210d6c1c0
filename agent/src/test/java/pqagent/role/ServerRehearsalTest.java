package pqagent.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import pqagent.crypto.key.SlotKeys;
import pqagent.crypto.key.StaticKeyPair;
import pqagent.crypto.key.StaticKeyTree;

class ServerRehearsalTest {
  private final SecureRandom random = new SecureRandom();

  @Test
  void shouldServeEachClient() throws InterruptedException {
    try (StaticKeyPair keys = StaticKeyPair.generate(random);
        SlotKeys slots = new SlotKeys(random)) {
      StaticKeyTree tree = StaticKeyTree.of(keys.publicKeys());
      ServerRehearsal rehearsal =
          new ServerRehearsal(keys, tree, slots, InstantSource.system(), random);

      assertThat(rehearsal.run(3)).isEqualTo(3);
      assertThat(rehearsal.run(3)).as("again").isEqualTo(3);
    }
  }
}
