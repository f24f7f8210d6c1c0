package pqagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Mistakes that are seen before anything is opened: one line, exit status 2. */
class MistakesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          client --no-such-option           | Unknown option: '--no-such-option'
          server --port 0                   | --port 0: want 1 to 65535
          server --key-port 70000           | --key-port 70000: want 1 to 65535
          client --queue 65535              | --queue 65535: want 0 to 65534
          client --dns-queue -1             | --dns-queue -1: want 0 to 65535
          client --queues 0                 | --queues 0: want 1 to 32
          client --queue 65530 --queues 4   | --queue 65530: want 0 to 65528
          client --offload gso,tso          | --offload gso,tso: want some of gso,gro,coalesce, or none
          client --mtu 100                  | --mtu 100: want auto, or 576 to 65000 bytes
          client --mtu large                | --mtu large: want auto, or 576 to 65000 bytes
          client --address 10.43.0.1        | want ADDRESS/BITS
          client --address 10.43.0.1/33     | prefix length must be 8 to 30
          client --interface a/b            | --interface a/b: want a device name
          client --log-level loud           | --log-level loud: want error, warn, info, debug or trace
          client --metrics nowhere          | --metrics nowhere: want ADDRESS:PORT, :PORT or off
          server --host-address example.org | --host-address: not an IPv4 address: example.org
          nonsense                          | Unmatched argument
          """)
  void shouldSayWhatIsWrongInOneLine(String arguments, String expected) {
    StringWriter err = new StringWriter();
    CommandLine command = Main.commandLine().setErr(new PrintWriter(err));
    assertThat(command.execute(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("pqagent: ").contains(expected);
    assertThat(err.toString().lines()).hasSize(1);
  }

  @Test
  void shouldSayThatACommandIsMissing_whenThereIsNone() {
    StringWriter err = new StringWriter();
    assertThat(Main.commandLine().setErr(new PrintWriter(err)).execute()).isEqualTo(2);
    assertThat(err.toString()).contains("a command is missing");
  }

  @ParameterizedTest
  @CsvSource({"client", "server", "keygen", "dns-records", "status", "demo"})
  void shouldExplainItself_whenAskedForHelp(String name) {
    StringWriter out = new StringWriter();
    CommandLine command = Main.commandLine().setOut(new PrintWriter(out));
    assertThat(command.execute(name, "--help")).isZero();
    assertThat(out.toString()).contains("Usage: pqagent " + name).contains("--help");
  }
}
