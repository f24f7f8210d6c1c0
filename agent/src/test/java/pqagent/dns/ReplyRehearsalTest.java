package pqagent.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplyRehearsalTest {
  @Test
  void shouldRewriteEachReply() {
    assertThat(ReplyRehearsal.run(3)).isEqualTo(3);
  }
}
