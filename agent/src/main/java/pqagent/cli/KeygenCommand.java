package pqagent.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import pqagent.keyserver.KeyDirectory;
import pqagent.keyserver.ServerKeys;

/** {@code pqagent keygen}: makes a server's keys and prints the records that announce them. */
@Command(
    name = "keygen",
    mixinStandardHelpOptions = true,
    description = {
      "Make a server's long-term keys and print the DNS records to publish.",
      "Writes mceliece_pk, mceliece_sk, x25519_pk, x25519_sk and session_key, the files that"
          + " the reference implementation uses as well."
    })
public final class KeygenCommand implements Callable<Integer> {

  @Option(
      names = "--keys",
      paramLabel = "DIR",
      defaultValue = "/etc/pqagent/keys",
      description = "Directory for the key files, made if missing (default: ${DEFAULT-VALUE}).")
  private Path keys = Path.of("/etc/pqagent/keys");

  @Option(
      names = "--force",
      description = "Replace keys that are there. Clients then need the new DNS records.")
  private boolean force;

  @Mixin private RecordOptions recordOptions = new RecordOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    recordOptions.check();
    KeyDirectory directory = new KeyDirectory(keys);
    directory.checkWritable(force);
    PrintWriter out = spec.commandLine().getOut();
    try (ServerKeys made = ServerKeys.generate(new SecureRandom())) {
      directory.write(made, force);
      out.println(
          "; Keys written to " + keys + ". The secret ones are for the server's user only:");
      out.println("; for the service, chown -R pqagent: " + keys);
      out.println(";");
      recordOptions.print(made.pair().publicKeys(), out);
    }
    return 0;
  }
}
