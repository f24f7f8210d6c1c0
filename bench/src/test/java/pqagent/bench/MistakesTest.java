package pqagent.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Mistakes are seen before the work: one line, exit status 2. */
class MistakesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          crypto --no-such-option       | Unknown option: '--no-such-option'
          crypto --only nothing         | --only nothing: fits none of mceliece6960119.keypair,
          crypto --only (               | --only (: no regular expression (Unclosed group)
          crypto --only tree --json /no/such/folder/x | --json /no/such/folder/x: cannot write there
          leaks --seconds 0             | --seconds 0: want 1 to 3600
          leaks --seconds soon          | Invalid value for option '--seconds'
          leaks --only nothing          | --only nothing: fits none of control,
          path --only nothing           | --only nothing: fits none of ready, tcp.one.offload,
          path --congestion vega        | --congestion vega: this kernel has
          path --no-such-option         | Unknown option: '--no-such-option'
          path --json /no/such/folder/x | --json /no/such/folder/x: cannot write there
          connect --only nothing        | --only nothing: fits none of connect.cached, connect.cold
          connect --quick               | Unknown option: '--quick'
          echo soon                     | Invalid value for positional parameter
          visit www.example.org         | Missing required parameters
          handshakes --only nothing     | --only nothing: fits none of handshakes.ok,
          tunnels --tunnels 0           | --tunnels 0: want 1 to 100000
          tunnels --tunnels 100001      | --tunnels 100001: want 1 to 100000
          tunnels --tunnels many        | Invalid value for option '--tunnels'
          tunnels --json /no/such/folder/x | --json /no/such/folder/x: cannot write there
          nonsense                      | Unmatched argument
          """)
  void shouldSayWhatIsWrongInOneLine(String arguments, String expected) {
    StringWriter err = new StringWriter();
    CommandLine command = Main.commandLine().setErr(new PrintWriter(err));

    assertThat(command.execute(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("pqagent: ").contains(expected);
    assertThat(err.toString().lines()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"path", "connect", "handshakes", "tunnels"})
  void shouldAskForRoot_whenItNeedsNamespaces(String name) {
    StringWriter err = new StringWriter();
    String user = System.setProperty("user.name", "somebody");
    try {
      assertThat(Main.commandLine().setErr(new PrintWriter(err)).execute(name)).isEqualTo(2);
    } finally {
      System.setProperty("user.name", user);
    }
    assertThat(err.toString()).contains("run it with sudo").hasLineCount(1);
  }

  @Test
  void shouldSayThatACommandIsMissing_whenThereIsNone() {
    StringWriter err = new StringWriter();

    assertThat(Main.commandLine().setErr(new PrintWriter(err)).execute()).isEqualTo(2);
    assertThat(err.toString()).contains("a command is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"crypto", "leaks", "path", "connect", "handshakes", "tunnels"})
  void shouldExplainItself_whenAskedForHelp(String name) {
    StringWriter out = new StringWriter();
    CommandLine command = Main.commandLine().setOut(new PrintWriter(out));

    assertThat(command.execute(name, "--help")).isZero();
    assertThat(out.toString()).contains("Usage: pqagent bench " + name, "--json", "--only");
  }
}
