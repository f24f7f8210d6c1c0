package pqagent.peer;

/**
 * The tunnel interface's address and prefix, {@code 10.43.0.1/16}: ours, and the range that private
 * addresses come from.
 */
public record AddressRange(int own, int prefixBits) {

  public AddressRange {
    if (prefixBits < 8 || prefixBits > 30) {
      throw new IllegalArgumentException("prefix length must be 8 to 30, not " + prefixBits);
    }
  }

  /** Parses {@code address/bits}; IllegalArgumentException says what is wrong. */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,2}")) {
      throw new IllegalArgumentException("want ADDRESS/BITS such as 10.43.0.1/16, not " + text);
    }
    return new AddressRange(
        Ipv4.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  /** The lowest address, all host bits zero. */
  public int network() {
    return own & mask();
  }

  /** The highest address, all host bits one. */
  public int broadcast() {
    return own | ~mask();
  }

  public boolean contains(int address) {
    return (address & mask()) == network();
  }

  /** How many addresses, the reserved ones included. */
  public int size() {
    return 1 << (32 - prefixBits);
  }

  private int mask() {
    return -1 << (32 - prefixBits);
  }

  @Override
  public String toString() {
    return Ipv4.format(own) + "/" + prefixBits;
  }
}
