package pqagent.keyserver;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import pqagent.crypto.name.Pq1Name;
import pqagent.error.OperatorException;
import pqagent.peer.Ipv4;

/**
 * The DNS records that announce a server (PROTOCOL.md section 2), as lines of a zone file.
 *
 * @param hosts names that clients ask for, each below its zone, without a dot at the end
 * @param address the server's IPv4 address
 * @param keyHash root of the static key tree, 32 bytes
 */
public record PublishedRecords(
    List<String> hosts, int address, int cryptoPort, int keyPort, byte[] keyHash) {
  private static final Pattern HOST =
      Pattern.compile("(?!-)[a-z0-9_-]{1,63}(\\.(?!-)[a-z0-9_-]{1,63})+");
  private static final int MAX_NAME_CHARACTERS = 253;
  private static final int LONGEST_LABEL_AND_DOT = 64;

  /** Makes host names lower-case; an unusable name, or port, is an operator's mistake. */
  public PublishedRecords {
    hosts = hosts.stream().map(PublishedRecords::checkedHost).toList();
    checkPort("--port", cryptoPort);
    checkPort("--key-port", keyPort);
  }

  private static String checkedHost(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    if (!HOST.matcher(name).matches()) {
      throw new OperatorException(
          "--name " + host + " is no host name below a zone: give one such as www.example.org");
    }
    if (zone(name).length() + LONGEST_LABEL_AND_DOT + "ks.".length() > MAX_NAME_CHARACTERS) {
      throw new OperatorException(
          "--name " + host + " is too long for a pq1 label beside it: give a shorter one");
    }
    return name;
  }

  private static void checkPort(String option, int port) {
    if (port < 1 || port > 0xffff) {
      throw new OperatorException(option + " " + port + " is no UDP port: give one of 1 to 65535");
    }
  }

  /** The records whose name carries the ports: a client asks nothing more. */
  public List<String> withPortsInName() {
    String label = label(OptionalInt.of(cryptoPort), OptionalInt.of(keyPort));
    return hostsAndAddresses(label).toList();
  }

  /** The records whose shorter name leaves the ports to TXT records. */
  public List<String> withPortsInTxt() {
    String label = label(OptionalInt.empty(), OptionalInt.empty());
    Stream<String> texts =
        zones().stream()
            .map(zone -> label + "." + zone + ".")
            .flatMap(
                owner ->
                    Stream.of(
                        owner + " TXT \"p=" + cryptoPort + "\"",
                        "ks."
                            + owner
                            + " TXT \"ip="
                            + Ipv4.format(address)
                            + ";p="
                            + keyPort
                            + "\""));
    return Stream.concat(hostsAndAddresses(label), texts).toList();
  }

  private Stream<String> hostsAndAddresses(String label) {
    Stream<String> names =
        hosts.stream().map(host -> host + ". CNAME " + label + "." + zone(host) + ".");
    Stream<String> addresses =
        zones().stream().map(zone -> label + "." + zone + ". A " + Ipv4.format(address));
    return Stream.concat(names, addresses);
  }

  private Set<String> zones() {
    Set<String> zones = new LinkedHashSet<>();
    hosts.forEach(host -> zones.add(zone(host)));
    return zones;
  }

  private static String zone(String host) {
    return host.substring(host.indexOf('.') + 1);
  }

  /** A name that does not decode to what it was made of would stop the reference client's DNS. */
  private String label(OptionalInt crypto, OptionalInt key) {
    String label = new Pq1Name(keyHash, crypto, key).label();
    Optional<Pq1Name> back = Pq1Name.ofLabel(label);
    if (back.isEmpty()
        || !Arrays.equals(back.get().keyHash(), keyHash)
        || !back.get().cryptoPort().equals(crypto)
        || !back.get().keyPort().equals(key)) {
      throw new IllegalStateException("label does not decode: " + label);
    }
    return label;
  }
}
