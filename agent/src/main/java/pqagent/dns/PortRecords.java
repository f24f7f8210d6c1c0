package pqagent.dns;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the TXT records that tell a server's ports (PROTOCOL.md section 2): {@code p=<crypto port>}
 * at the owner name, {@code ip=<address>;p=<key port>} at {@code ks.<owner name>}.
 */
final class PortRecords {
  private static final Pattern PORT = Pattern.compile("p=([1-9][0-9]{0,4})");
  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern ADDRESS =
      Pattern.compile("ip=" + OCTET + "\\." + OCTET + "\\." + OCTET + "\\." + OCTET);

  private PortRecords() {}

  static OptionalInt cryptoPort(String text) {
    Matcher matcher = PORT.matcher(text);
    if (!matcher.matches()) {
      return OptionalInt.empty();
    }
    int port = Integer.parseInt(matcher.group(1));
    return port <= 0xffff ? OptionalInt.of(port) : OptionalInt.empty();
  }

  /** The two parts may come in either order. The address is of no use: the A record's counts. */
  static OptionalInt keyPort(String text) {
    String[] parts = text.split(";", -1);
    if (parts.length != 2) {
      return OptionalInt.empty();
    }
    boolean addressFirst = ADDRESS.matcher(parts[0]).matches();
    return addressFirst || ADDRESS.matcher(parts[1]).matches()
        ? cryptoPort(parts[addressFirst ? 1 : 0])
        : OptionalInt.empty();
  }

  /** Whether a text is meant to tell a port, right or wrong; others may stand beside it. */
  static boolean isMeant(String text) {
    return text.startsWith("p=") || text.startsWith("ip=");
  }
}
