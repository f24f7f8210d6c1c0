package pqagent.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pqagent.testkit.Command;
import pqagent.testkit.Root;

/**
 * ./pqagent as it is installed (beside its jar, so that it builds nothing), on machines made poorer
 * by mounts of their own.
 */
final class LauncherIT {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
  private static final String JAVA_HOME = "JAVA_HOME=" + System.getProperty("java.home");
  private static final String NO_JDK =
      "mount -t tmpfs none /usr/lib/jvm; mount -t tmpfs none /opt; mount -t tmpfs none /usr/local; ";

  // hide PROGRAM: not there any more, for this mount namespace.
  private static final String HIDE =
      """
      hide() {
        mount -t tmpfs none /mnt
        mkdir /mnt/new /mnt/work
        mount -t overlay none -o "lowerdir=${1%/*},upperdir=/mnt/new,workdir=/mnt/work" "${1%/*}"
        rm -f "$1"
      }
      """;

  @TempDir private Path folder;
  private Path launcher;

  @BeforeEach
  void stage() throws IOException {
    Root.require();
    Path installed = Files.createDirectory(folder.resolve("with blanks"));
    launcher = Files.copy(CHECKOUT.resolve("pqagent"), installed.resolve("pqagent"));
    for (String part : List.of("pqagent.jar", "lib")) {
      Files.createSymbolicLink(
          installed.resolve(part), CHECKOUT.resolve("agent/target/dist").resolve(part));
    }
    // A stranger to this machine may read it.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Command.Result bare(String... words) {
    return Command.attempt(Stream.concat(Stream.of("env", "-i"), Stream.of(words)).toList());
  }

  /** A shell command in a mount namespace of its own, where $1 is the launcher. */
  private Command.Result elsewhere(String command) {
    return bare("unshare", "--mount", "bash", "-c", HIDE + command, "bash", launcher.toString());
  }

  @Test
  void shouldNameEveryCommand_whenAskedForHelp() {
    Command.Result help = bare(launcher.toString(), "--help");

    assertThat(help.status()).isZero();
    assertThat(help.output())
        .contains("client", "server", "keygen", "dns-records", "demo")
        .contains(
            "test [--long]",
            "bench crypto|leaks",
            "bench path|connect",
            "install-service client|server",
            "uninstall-service");
  }

  @Test
  void shouldFindAJdk_whenJavaHomeAndPathPointToAnOldOne() throws IOException {
    Path old = Files.createDirectories(folder.resolve("old/bin"));
    for (String program : List.of("java", "javac")) {
      executable(old.resolve(program), "echo I am old; exit 1");
    }
    Files.writeString(folder.resolve("old/release"), "JAVA_VERSION=\"17.0.15\"\n");

    Command.Result help =
        bare(
            "PATH=" + old + ":/usr/bin:/bin",
            "JAVA_HOME=" + folder.resolve("old"),
            launcher.toString(),
            "--help");

    assertThat(help.status()).isZero();
    assertThat(help.output()).contains("install-service").doesNotContain("I am old");
  }

  @Test
  void shouldRun_whenCalledByALink() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("pq"), launcher);

    assertThat(bare(link.toString(), "keygen", "--colour").status()).isEqualTo(2);
    assertThat(bare(link.toString(), "keygen", "--colour").output()).contains("--colour");
  }

  @Test
  void shouldSayOneLine_whenARoleIsStartedWrongly() {
    // Java's own warning of the module that computes on vectors is not the operator's business.
    assertThat(bare(launcher.toString(), "client", "--colour").output())
        .startsWith("pqagent: ")
        .contains("--colour")
        .hasLineCount(1);
  }

  @Test
  void shouldStartARole_whenTheJavaHasNoVectors() throws IOException {
    String java = System.getProperty("java.home");
    Path poor = Files.createDirectories(folder.resolve("poor/bin"));
    Files.createSymbolicLink(poor.resolve("java"), Path.of(java, "bin", "java"));
    Files.writeString(
        folder.resolve("poor/release"), "JAVA_VERSION=\"25.0.1\"\nMODULES=\"java.base\"\n");

    Command.Result refused =
        bare("JAVA_HOME=" + folder.resolve("poor"), launcher.toString(), "server", "--colour");

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.output()).contains("--colour").hasLineCount(1);
  }

  /** With AOTMode=on, Java ends with 1 when it cannot use the cache. */
  private int statusWithCache(Path program) {
    return bare(
            JAVA_HOME, "JAVA_TOOL_OPTIONS=-XX:AOTMode=on", program.toString(), "server", "--colour")
        .status();
  }

  @Test
  void shouldKeepWhatAStartLoads_whenItRunsFromTheCheckout() throws IOException {
    Path checkout = CHECKOUT.resolve("pqagent");
    Path jar = CHECKOUT.resolve("agent/target/dist/pqagent.jar");
    try (Stream<Path> files = Files.list(jar.getParent())) {
      for (Path cache : files.filter(file -> file.toString().endsWith(".aot")).toList()) {
        Files.delete(cache);
      }
    }
    assertThat(bare(JAVA_HOME, checkout.toString(), "server", "--colour").output())
        .contains("learning to start fast", "--colour")
        .hasLineCount(2);

    assertThat(bare(JAVA_HOME, checkout.toString(), "server", "--colour").output()).hasLineCount(1);
    assertThat(statusWithCache(checkout)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no cache"})
  void shouldStartARole_whenTheCacheIsBroken(String content) throws IOException {
    Path broken =
        launcher.resolveSibling("pqagent-" + System.getProperty("java.runtime.version") + ".aot");
    Files.writeString(broken, content);

    Command.Result refused = bare(JAVA_HOME, launcher.toString(), "server", "--colour");

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.output()).contains("--colour").hasLineCount(1);
    assertThat(statusWithCache(launcher)).isEqualTo(1);
  }

  @Test
  void shouldSayWhatItInstalls_whenThereIsNoJdk() throws IOException {
    Path tools = Files.createDirectory(folder.resolve("tools"));
    executable(tools.resolve("apt-cache"), "exit 0");
    executable(
        tools.resolve("apt-get"),
        "echo \"$@\" >>"
            + folder
            + "/asked; /usr/sbin/policy-rc.d; echo $? >>"
            + folder
            + "/asked; umount /usr/lib/jvm");

    Command.Result help =
        elsewhere(
            NO_JDK
                + "hide /usr/sbin/policy-rc.d; PATH="
                + tools
                + ":$PATH \"$1\" --help;"
                + " ls /usr/sbin/policy-rc.d");

    assertThat(help.output())
        .startsWith("pqagent: no JDK 25 here: installing with apt: openjdk-25-jdk-headless\n")
        .contains("install-service")
        .endsWith("No such file or directory");
    assertThat(Files.readString(folder.resolve("asked")))
        .isEqualTo("install -y --no-install-recommends openjdk-25-jdk-headless\n101\n");
  }

  @Test
  void shouldPassOnAptsReason_whenItCannotInstall() throws IOException {
    Path tools = Files.createDirectory(folder.resolve("tools"));
    executable(tools.resolve("apt-cache"), "exit 0");
    executable(tools.resolve("apt-get"), "echo 'E: no network' >&2; exit 100");

    Command.Result help = elsewhere(NO_JDK + "PATH=" + tools + ":$PATH exec \"$1\" --help");

    assertThat(help.status()).isEqualTo(2);
    assertThat(help.output()).contains("(E: no network)").hasLineCount(2);
  }

  @Test
  void shouldSayWhereToGetAJdk_whenAptHasNone() throws IOException {
    Path tools = Files.createDirectory(folder.resolve("tools"));
    executable(tools.resolve("apt-cache"), "exit 100");
    executable(tools.resolve("apt-get"), "exit 0");

    Command.Result help = elsewhere(NO_JDK + "PATH=" + tools + ":$PATH exec \"$1\" --help");

    assertThat(help.status()).isEqualTo(2);
    assertThat(help.output()).contains("no JDK 25", "adoptium.net", "JAVA_HOME").hasLineCount(1);
  }

  @Test
  void shouldSayWhatToInstall_whenTheSystemHasNoApt() {
    Command.Result help = elsewhere(NO_JDK + "hide /usr/bin/apt-get; exec \"$1\" --help");

    assertThat(help.status()).isEqualTo(2);
    assertThat(help.output())
        .contains("openjdk-25-jdk-headless", "package manager")
        .hasLineCount(1);
  }

  @Test
  void shouldAskForSudo_whenSomethingIsMissingAndItIsNotRoot() {
    Command.Result client =
        elsewhere(
            "hide /usr/sbin/iptables;"
                + " exec setpriv --reuid nobody --clear-groups \"$1\" client");

    assertThat(client.status()).isEqualTo(2);
    assertThat(client.output()).contains("sudo", "apt-get install iptables").hasLineCount(1);
  }

  @Test
  void shouldRefuse_whenACommandNeedsTheCheckout() {
    for (String command : List.of("test", "bench", "install-service")) {
      Command.Result result = bare(launcher.toString(), command);

      assertThat(result.status()).isEqualTo(2);
      assertThat(result.output()).contains("source checkout").hasLineCount(1);
    }
  }

  @Test
  void shouldRefuseToTest_whenNotRootOrMisspelt() {
    String checkout = CHECKOUT.resolve("pqagent").toString();

    Command.Result misspelt = bare(checkout, "test", "--lnog");
    assertThat(misspelt.status()).isEqualTo(2);
    assertThat(misspelt.output()).contains("--lnog").hasLineCount(1);

    Command.Result user =
        bare("setpriv", "--reuid", "nobody", "--clear-groups", "bash", checkout, "test");
    assertThat(user.status()).isEqualTo(2);
    assertThat(user.output()).contains("sudo").hasLineCount(1);
  }

  private static void executable(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
