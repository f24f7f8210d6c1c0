package pqagent.dns;

import java.util.Random;

/** Labels for tests; their hashes stand for no key. */
final class Labels {
  /** A hash of 32 bytes in base32: 51 digits with five bits, the last with one. */
  static final String HASH = "0123456789bcdfghjklmnpqrstuvwxyz0123456789bcdfghjkl1";

  static final String WITHOUT_PORTS = "pq1" + HASH;
  static final String OTHER = "pq1" + HASH.replace('0', '5');
  static final String WITH_PORTS = WITHOUT_PORTS + "1230" + "5670";
  static final String LATER_VERSION = "pq2" + HASH;

  private Labels() {}

  static String randomCase(String name, long seed) {
    Random random = new Random(seed);
    StringBuilder mixed = new StringBuilder();
    name.chars()
        .forEach(
            c -> mixed.append(random.nextBoolean() ? Character.toUpperCase((char) c) : (char) c));
    return mixed.toString();
  }
}
