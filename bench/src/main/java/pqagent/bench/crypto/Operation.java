package pqagent.bench.crypto;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import pqagent.bench.foreign.SharedLibrary;

/**
 * What is compared.
 *
 * @param name such as {@code x25519.agree}
 * @param perCall how many a call of {@link Work} does: packets of a batch, keys of a set of seeds
 * @param onPacketPath whether it is done for every packet, so that what it allocates matters
 * @param implementations ours first, then the peers' that this machine has
 */
public record Operation(
    String name, int perCall, boolean onPacketPath, List<Implementation> implementations) {

  static Operation of(String name, List<Implementation> implementations) {
    return new Operation(name, 1, false, implementations);
  }

  /** Those for whom nothing is missing. */
  static List<Implementation> implementations(Implementation... sure) {
    return new ArrayList<>(List.of(sure));
  }

  /** Adds a C library's way, when the library is there. */
  static void addIfPresent(
      List<Implementation> implementations, SharedLibrary library, Supplier<Work> preparation) {
    if (library.isPresent()) {
      implementations.add(new Implementation(library.label(), preparation));
    }
  }

  /** The one that somebody does; IllegalArgumentException when they do not. */
  public Implementation by(String who) {
    return implementations.stream()
        .filter(implementation -> implementation.by().equals(who))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("%s: not by %s".formatted(name, who)));
  }
}
