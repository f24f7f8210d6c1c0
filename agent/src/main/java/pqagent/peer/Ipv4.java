package pqagent.peer;

/** IPv4 addresses as ints in network order's value: 10.43.0.1 is 0x0a2b0001. */
public final class Ipv4 {
  private Ipv4() {}

  public static String format(int address) {
    return (address >>> 24)
        + "."
        + (address >>> 16 & 0xff)
        + "."
        + (address >>> 8 & 0xff)
        + "."
        + (address & 0xff);
  }

  /** Parses four decimal numbers; IllegalArgumentException on anything else. */
  public static int parse(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException("not an IPv4 address: " + text);
    }
    int address = 0;
    for (String part : parts) {
      if (!part.matches("[0-9]{1,3}") || Integer.parseInt(part) > 255) {
        throw new IllegalArgumentException("not an IPv4 address: " + text);
      }
      address = address << 8 | Integer.parseInt(part);
    }
    return address;
  }
}
