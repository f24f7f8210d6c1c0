package pqagent.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pqagent.testkit.Task;

class CompilerThreadsTest {
  private static final int NICER = 3;

  /** Needs root: others cannot take back what they gave away. */
  @AfterEach
  void takeBack() throws IOException {
    CompilerThreads.giveWay(0);
    assertThat(tasks()).as("needs root").allMatch(task -> task.nice() == 0);
  }

  @Test
  void shouldHaveCompilersGiveWay_andNobodyElse() throws IOException {
    assertThat(CompilerThreads.giveWay(NICER)).isPositive();
    assertThat(tasks()).allMatch(task -> task.nice() == (task.compiles() ? NICER : 0));
  }

  private static List<Task> tasks() throws IOException {
    return Task.of(ProcessHandle.current().pid());
  }
}
