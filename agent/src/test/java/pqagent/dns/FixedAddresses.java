package pqagent.dns;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.xbill.DNS.Name;
import pqagent.crypto.name.Pq1Name;

/** Gives out 10.43.0.2 and on, a few. */
final class FixedAddresses implements PrivateAddresses {
  record Server(Name owner, int address) {}

  final Map<Server, Integer> reserved = new LinkedHashMap<>();
  private final int capacity;

  FixedAddresses(int capacity) {
    this.capacity = capacity;
  }

  @Override
  public OptionalInt reserve(Pq1Name name, Name owner, int serverAddress) {
    Server server = new Server(owner, serverAddress);
    if (!reserved.containsKey(server) && reserved.size() == capacity) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(reserved.computeIfAbsent(server, s -> 0x0a2b_0002 + reserved.size()));
  }

  @Override
  public boolean contains(int address) {
    return address >>> 16 == 0x0a2b;
  }
}
