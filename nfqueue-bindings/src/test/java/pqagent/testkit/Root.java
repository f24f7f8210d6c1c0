package pqagent.testkit;

import com.sun.security.auth.module.UnixSystem;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What the tests with namespaces need of the machine; without it they fail, they never skip. */
public final class Root {
  private static final List<String> PROGRAMS = List.of("ip", "iptables", "setpriv");
  private static final List<Path> SYSTEM_FOLDERS = List.of(Path.of("/usr/sbin"), Path.of("/sbin"));

  private Root() {}

  /** Fails with one clear line unless this is root and the programs are there. */
  public static void require() {
    if (new UnixSystem().getUid() != 0) {
      throw new AssertionError("this test needs root: run it with sudo ./pqagent test");
    }
    for (String program : PROGRAMS) {
      if (!isInstalled(program)) {
        throw new AssertionError(
            "this test needs " + program + ": apt install iproute2 iptables util-linux");
      }
    }
  }

  private static boolean isInstalled(String program) {
    Stream<Path> path =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .filter(folder -> !folder.isEmpty())
            .map(Path::of);
    return Stream.concat(path, SYSTEM_FOLDERS.stream())
        .anyMatch(folder -> Files.isExecutable(folder.resolve(program)));
  }
}
