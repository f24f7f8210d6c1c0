package pqagent.dns;

import java.util.OptionalInt;
import org.xbill.DNS.Name;
import pqagent.crypto.name.Pq1Name;

/** Private addresses that stand for servers. Called while a DNS reply waits, so never blocking. */
public interface PrivateAddresses {

  /**
   * The private address for the server with this name and address, the same for every reply about
   * it; empty when no address is left.
   *
   * @param name what the label of {@code owner} says
   * @param owner the address record's owner name, in lower case; TXT records are asked for there
   * @param serverAddress from the address record
   */
  OptionalInt reserve(Pq1Name name, Name owner, int serverAddress);

  /** Whether an address is one that this host's agent gives out. */
  boolean contains(int address);
}
