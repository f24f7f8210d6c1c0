package pqagent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The house of docs/architecture.md stands as drawn: modules, arrows, and who may name what. */
class ArchitectureTest {
  private static final int MAX_LINES = 300;
  private static final String[] CRYPTO_CORE = {"pqagent.crypto.."};
  private static final String[] NFQUEUE_BINDINGS = {"pqagent.nfqueue..", "pqagent.linux.."};
  private static final String[] LIBRARIES = {
    "java..",
    "javax.crypto..",
    "javax.security..",
    "com.sun..",
    "org.jspecify..",
    "org.slf4j..",
    "org.bouncycastle..",
    "jdk.incubator.vector..",
    "com.google.errorprone.annotations.."
  };

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("pqagent");

  @Test
  void shouldPointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("cli")
        .definedBy("pqagent.cli..")
        .layer("role")
        .definedBy("pqagent.role..")
        .layer("demo")
        .definedBy("pqagent.demo..")
        .layer("work")
        .definedBy(
            "pqagent.dns..", "pqagent.connect..", "pqagent.keyserver..", "pqagent.datapath..")
        .layer("peer and packet")
        .definedBy("pqagent.peer..", "pqagent.packet..")
        .layer("libraries")
        .definedBy("pqagent.crypto..", "pqagent.nfqueue..", "pqagent.linux..")
        .layer("named by all")
        .definedBy("pqagent.metrics..", "pqagent.error..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("role")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("demo")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("work")
        .mayOnlyBeAccessedByLayers("cli", "demo", "role")
        .whereLayer("peer and packet")
        .mayOnlyBeAccessedByLayers("cli", "demo", "role", "work")
        .whereLayer("libraries")
        .mayOnlyBeAccessedByLayers("cli", "demo", "role", "work", "peer and packet")
        .whereLayer("named by all")
        .mayOnlyBeAccessedByLayers("cli", "demo", "role", "work", "peer and packet")
        .ensureAllClassesAreContainedInArchitecture()
        .check(HOUSE);
  }

  @Test
  void shouldHaveNoCycles() {
    slices().matching("pqagent.(**)").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void shouldKeepTheModulesApart() {
    classes()
        .that()
        .resideInAnyPackage(CRYPTO_CORE)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(concat(CRYPTO_CORE, LIBRARIES))
        .check(HOUSE);
    classes()
        .that()
        .resideInAnyPackage(NFQUEUE_BINDINGS)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(concat(NFQUEUE_BINDINGS, LIBRARIES))
        .check(HOUSE);
  }

  @Test
  void shouldNameNobody_inWhatAllName() {
    for (String leaf : List.of("pqagent.metrics..", "pqagent.error..")) {
      noClasses()
          .that()
          .resideInAPackage(leaf)
          .should()
          .dependOnClassesThat(resideInPackageOfTheHouseOtherThan(leaf))
          .check(HOUSE);
    }
  }

  @Test
  void shouldNameALibrary_inItsOwnRoomOnly() {
    onlyNamedIn("org.bouncycastle..", "pqagent.crypto.primitive..");
    onlyNamedIn("jdk.incubator.vector..", "pqagent.crypto.primitive..", "pqagent.crypto.simd..");
    onlyNamedIn("com.sun.jna..", NFQUEUE_BINDINGS);
    onlyNamedIn("io.micrometer..", "pqagent.metrics..");
    onlyNamedIn("io.prometheus..", "pqagent.metrics..");
    onlyNamedIn("picocli..", "pqagent.cli..");
  }

  /** With two widths in one program the JVM may stop inlining: see {@code Vectors}. */
  @Test
  void shouldComputeOnVectors_ofOneWidth() {
    noClasses()
        .that(resideOutsideOfPackages("pqagent.crypto.simd.."))
        .should()
        .accessFieldWhere(JavaAccess.Predicates.target(nameStartingWith("SPECIES_")))
        .check(HOUSE);
  }

  @Test
  void shouldComputeOnly_inCryptoCore() {
    DescribedPredicate<JavaClass> outsideWorld =
        DescribedPredicate.describe(
            "sockets, files, threads or clocks",
            c ->
                c.getPackageName().startsWith("java.net")
                    || c.getPackageName().startsWith("java.nio.file")
                    || c.getPackageName().startsWith("java.nio.channels")
                    || c.getName().startsWith("java.io.File")
                    || c.getName().equals("java.io.RandomAccessFile")
                    || c.isAssignableTo(Thread.class)
                    || c.isAssignableTo(Executor.class)
                    || c.isEquivalentTo(CompletableFuture.class)
                    || c.isEquivalentTo(Timer.class)
                    || c.isAssignableTo(InstantSource.class));
    noClasses()
        .that()
        .resideInAnyPackage(CRYPTO_CORE)
        .should()
        .dependOnClassesThat(outsideWorld)
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .check(HOUSE);
  }

  @Test
  void shouldKeepNullsOut_ofEveryPackage() {
    assertThat(HOUSE.stream().map(JavaClass::getPackage).distinct())
        .isNotEmpty()
        .allSatisfy(
            room ->
                assertThat(room.isAnnotatedWith(NullMarked.class))
                    .as("@NullMarked on package %s", room.getName())
                    .isTrue());
  }

  @Test
  void shouldKeepFilesShort() throws IOException {
    Map<String, Integer> lines = new TreeMap<>();
    for (String module : List.of("agent", "bench", "crypto-core", "nfqueue-bindings")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          lines.put(file.toString(), Files.readAllLines(file).size());
        }
      }
    }
    assertThat(lines).isNotEmpty();
    lines.values().removeIf(count -> count <= MAX_LINES);
    assertThat(lines).as("files of more than %d lines", MAX_LINES).isEmpty();
  }

  private static void onlyNamedIn(String library, String... rooms) {
    noClasses()
        .that(resideOutsideOfPackages(rooms))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .allowEmptyShould(true)
        .check(HOUSE);
  }

  private static DescribedPredicate<JavaClass> resideInPackageOfTheHouseOtherThan(String room) {
    return JavaClass.Predicates.resideInAPackage("pqagent..")
        .and(resideOutsideOfPackages(room))
        .as("reside in another package of the house");
  }

  private static String[] concat(String[] first, String[] second) {
    return Stream.concat(Stream.of(first), Stream.of(second)).toArray(String[]::new);
  }
}
