package pqagent.peer;

import java.util.Arrays;
import java.util.OptionalInt;
import pqagent.crypto.name.Base32;
import pqagent.crypto.name.Pq1Name;

/**
 * A server as a DNS reply announces it: the public-key hash and, when the name has them, the ports
 * (PROTOCOL.md section 2); the domain name that owns the address record, which is where TXT records
 * are looked for; the IPv4 address.
 */
public record ServerIdentity(Pq1Name name, String ownerName, int address) {

  /** 32 bytes; do not change them. */
  public byte[] keyHash() {
    return name.keyHash();
  }

  /** The key hash in base32, by which caches name this server's files. */
  public String keyHashText() {
    return Base32.encode(name.keyHash());
  }

  public OptionalInt cryptoPort() {
    return name.cryptoPort();
  }

  public OptionalInt keyPort() {
    return name.keyPort();
  }

  /** The same keys at the same place; the owner name counts only where the ports depend on it. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ServerIdentity that
        && address == that.address
        && Arrays.equals(name.keyHash(), that.name.keyHash())
        && name.cryptoPort().equals(that.name.cryptoPort())
        && name.keyPort().equals(that.name.keyPort())
        && (name.keyPort().isPresent() || ownerName.equalsIgnoreCase(that.ownerName));
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(name.keyHash()) + address;
  }

  /** For logs: the owner name and the address. */
  @Override
  public String toString() {
    return ownerName + " (" + Ipv4.format(address) + ")";
  }
}
