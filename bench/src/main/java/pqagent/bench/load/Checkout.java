package pqagent.bench.load;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The source checkout that this program was built in. */
final class Checkout {
  private Checkout() {}

  /** Its launcher. */
  static Path launcher() {
    Path here;
    try {
      here =
          Path.of(Checkout.class.getProtectionDomain().getCodeSource().getLocation().toURI())
              .toAbsolutePath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    for (Path top = here; top != null; top = top.getParent()) {
      if (Files.isExecutable(top.resolve("pqagent")) && Files.exists(top.resolve("pom.xml"))) {
        return top.resolve("pqagent");
      }
    }
    throw new LoadException("no launcher above %s: run this from a checkout".formatted(here));
  }
}
