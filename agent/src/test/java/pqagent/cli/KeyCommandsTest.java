package pqagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import pqagent.error.OperatorException;

class KeyCommandsTest {
  @TempDir private Path folder;

  @Test
  void shouldPrintTheSameRecords_whenMadeAndAgain() {
    Path keys = folder.resolve("keys");

    List<String> made = records(run(new KeygenCommand(), "--keys", keys.toString()));
    List<String> again = records(run(new DnsRecordsCommand(), "--keys", keys.toString()));

    assertThat(made).isNotEmpty().isEqualTo(again);
    assertThat(made.getFirst()).startsWith("www.example.org. CNAME pq1");
    assertThatThrownBy(() -> run(new KeygenCommand(), "--keys", keys.toString()))
        .isInstanceOf(OperatorException.class)
        .hasMessageContaining("--force");

    List<String> replaced =
        records(
            run(
                new KeygenCommand(),
                "--keys",
                keys.toString(),
                "--force",
                "--name",
                "a.pq.test",
                "--name",
                "b.pq.test",
                "--address",
                "198.51.100.7",
                "--port",
                "1000",
                "--key-port",
                "1001"));
    assertThat(replaced)
        .hasSize(8)
        .anyMatch(l -> l.startsWith("a.pq.test. CNAME "))
        .anyMatch(l -> l.startsWith("b.pq.test. CNAME "))
        .anyMatch(l -> l.endsWith(".pq.test. A 198.51.100.7"))
        .anyMatch(l -> l.endsWith(" TXT \"p=1000\""))
        .anyMatch(l -> l.endsWith(" TXT \"ip=198.51.100.7;p=1001\""));
  }

  @Test
  void shouldSayWhatIsAPlaceholder_whenNotGiven() {
    String keys = folder.resolve("keys").toString();

    assertThat(run(new KeygenCommand(), "--keys", keys))
        .contains("www.example.org is a placeholder", "192.0.2.1 is a placeholder");
    assertThat(
            run(
                new DnsRecordsCommand(),
                "--keys",
                keys,
                "--name",
                "www.pq.test",
                "--address",
                "198.51.100.7"))
        .doesNotContain("placeholder");
  }

  @Test
  void shouldMakeNothing_whenAnOptionIsWrong() {
    Path keys = folder.resolve("keys");

    assertThatThrownBy(
            () -> run(new KeygenCommand(), "--keys", keys.toString(), "--address", "::1"))
        .isInstanceOf(OperatorException.class)
        .hasMessageContaining("--address ::1");
    assertThat(keys).doesNotExist();
  }

  @Test
  void shouldNameTheMissingFile_whenThereAreNoKeys() {
    assertThatThrownBy(() -> run(new DnsRecordsCommand(), "--keys", folder.toString()))
        .isInstanceOf(OperatorException.class)
        .hasMessageContaining("mceliece_pk is missing");
  }

  @Test
  void shouldExplainEveryOption_whenAskedForHelp() {
    assertThat(run(new KeygenCommand(), "--help"))
        .contains("--keys", "--force", "--name", "--address", "--port", "--key-port", "42424");
    assertThat(run(new DnsRecordsCommand(), "--help"))
        .contains("--keys", "--name", "--address", "--port", "--key-port", "42425");
  }

  /** Runs a command as Main does, but lets its mistakes through. */
  private static String run(Callable<Integer> command, String... arguments) {
    StringWriter out = new StringWriter();
    AtomicReference<@Nullable OperatorException> mistake = new AtomicReference<>();
    new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setExecutionExceptionHandler(
            (e, _, _) -> {
              mistake.set((OperatorException) e);
              return 2;
            })
        .execute(arguments);
    OperatorException thrown = mistake.get();
    if (thrown != null) {
      throw thrown;
    }
    return out.toString();
  }

  private static List<String> records(String output) {
    return output.lines().filter(l -> !l.startsWith(";")).toList();
  }
}
