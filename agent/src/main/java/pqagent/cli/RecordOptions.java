package pqagent.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pqagent.crypto.key.StaticKeyTree;
import pqagent.crypto.key.StaticPublicKeys;
import pqagent.error.OperatorException;
import pqagent.keyserver.PublishedRecords;
import pqagent.peer.Ipv4;

/** What keygen and dns-records need to know of a server's place on the network. */
final class RecordOptions {
  private static final String EXAMPLE_NAME = "www.example.org";
  private static final String EXAMPLE_ADDRESS = "192.0.2.1";

  @Option(
      names = "--name",
      paramLabel = "HOST",
      description = "Host name that clients ask for; may be given many times.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--address", paramLabel = "IP", description = "The server's public IPv4 address.")
  private @Nullable String address;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "42424",
      description = "UDP port for handshakes and tunnels (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--key-port",
      paramLabel = "PORT",
      defaultValue = "42425",
      description = "UDP port of the key server (default: ${DEFAULT-VALUE}).")
  private int keyPort;

  /** Everything of the options that may be a mistake, before work is done. */
  void check() {
    records(new byte[32]);
  }

  void print(StaticPublicKeys keys, PrintWriter out) {
    PublishedRecords records = records(StaticKeyTree.of(keys).root());
    out.println("; DNS records that announce this server, for the zone file of the name's zone.");
    if (names.isEmpty()) {
      out.println("; " + EXAMPLE_NAME + " is a placeholder: give the real name by --name.");
    }
    if (address == null) {
      out.println("; " + EXAMPLE_ADDRESS + " is a placeholder: give the real one by --address.");
    }
    out.println("; Either way the name keeps working for everybody else: who does not know");
    out.println("; PQConnect follows the CNAME to the address. The key's hash is in the name, so");
    out.println("; new keys or, in the long form, new ports need new records.");
    out.println(";");
    out.println("; Long form: hash and ports in the name.");
    records.withPortsInName().forEach(out::println);
    out.println(";");
    out.println("; Or the short form: hash in the name, ports in TXT records.");
    records.withPortsInTxt().forEach(out::println);
    out.flush();
  }

  private PublishedRecords records(byte[] keyHash) {
    String text = address == null ? EXAMPLE_ADDRESS : address;
    int ip;
    try {
      ip = Ipv4.parse(text);
    } catch (IllegalArgumentException e) {
      throw new OperatorException(
          "--address " + text + " is no IPv4 address: give one such as 192.0.2.1", e);
    }
    return new PublishedRecords(
        names.isEmpty() ? List.of(EXAMPLE_NAME) : names, ip, port, keyPort, keyHash);
  }
}
