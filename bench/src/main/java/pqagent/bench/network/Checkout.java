package pqagent.bench.network;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The source checkout that this bench was built in. */
public final class Checkout {
  private static final Path TOP = find();
  private static final Duration LONGEST_BUILD = Duration.ofMinutes(15);

  private Checkout() {}

  /** A file of the checkout, for a command. */
  public static String file(String name) {
    return TOP.resolve(name).toString();
  }

  /** The launcher, which runs pqagent as a user does. */
  public static String launcher() {
    return file("pqagent");
  }

  /** Has the launcher build pqagent when that is not done yet; a NetworkException when it fails. */
  public static void build() {
    Shell.Outcome built = Shell.outcome(List.of(launcher(), "--version"), LONGEST_BUILD);
    if (built.status() != 0) {
      throw new NetworkException(built.lastLine());
    }
  }

  private static Path find() {
    Path here;
    try {
      here = Path.of(Checkout.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return Stream.iterate(Optional.of(here), Optional::isPresent, Checkout::above)
        .flatMap(Optional::stream)
        .filter(folder -> Files.isRegularFile(folder.resolve("pqagent")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(here + " is in no checkout"));
  }

  private static Optional<Path> above(Optional<Path> folder) {
    return folder.map(Path::getParent);
  }
}
