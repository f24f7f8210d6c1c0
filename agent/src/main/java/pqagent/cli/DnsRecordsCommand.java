package pqagent.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import pqagent.keyserver.KeyDirectory;

/** {@code pqagent dns-records}: prints the records that announce a server. */
@Command(
    name = "dns-records",
    mixinStandardHelpOptions = true,
    description = {
      "Print the DNS records that announce a server, as lines of a zone file.",
      "Reads the public keys only."
    })
public final class DnsRecordsCommand implements Callable<Integer> {

  @Option(
      names = "--keys",
      paramLabel = "DIR",
      defaultValue = "/etc/pqagent/keys",
      description = "Directory of the key files (default: ${DEFAULT-VALUE}).")
  private Path keys = Path.of("/etc/pqagent/keys");

  @Mixin private RecordOptions recordOptions = new RecordOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    recordOptions.check();
    recordOptions.print(new KeyDirectory(keys).readPublic(), spec.commandLine().getOut());
    return 0;
  }
}
