package pqagent.bench.crypto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import pqagent.bench.foreign.OpenSsl;
import pqagent.bench.foreign.SharedLibrary;
import pqagent.bench.foreign.Sodium;

/** Who we are compared with on this machine. */
public final class Peers {
  private Peers() {}

  /** The libraries that are here, with their versions where they say one. */
  public static String present() {
    List<String> present = new ArrayList<>();
    present.add("BouncyCastle " + new BouncyCastleProvider().getVersionStr());
    for (SharedLibrary library : SharedLibrary.values()) {
      if (library.isPresent()) {
        present.add(
            switch (library) {
              case SODIUM -> library.label() + " " + Sodium.version();
              case OPENSSL -> library.label() + " " + OpenSsl.version();
              case MCELIECE, NTRUPRIME, LIB25519 -> library.label();
            });
      }
    }
    return String.join(", ", present);
  }

  /** The files of those that are not; empty when all are here. */
  public static Optional<String> missing() {
    String files =
        Arrays.stream(SharedLibrary.values())
            .filter(library -> !library.isPresent())
            .map(SharedLibrary::file)
            .collect(Collectors.joining(", "));
    return Optional.of(files).filter(names -> !names.isEmpty());
  }
}
