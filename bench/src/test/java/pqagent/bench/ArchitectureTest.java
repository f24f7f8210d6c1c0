package pqagent.bench;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The benches name what they measure, who else does it, and nobody else. */
class ArchitectureTest {
  private static final String GENERATED = "pqagent.bench.measure.jmh_generated..";
  private static final JavaClasses BENCH =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void shouldNameOfTheHouseOnlyCryptoCore() {
    classes()
        .that(resideOutsideOfPackages(GENERATED))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "pqagent.bench..",
            "pqagent.crypto..",
            "java..",
            "javax.crypto..",
            "com.fasterxml.jackson..",
            "org.bouncycastle..",
            "org.jspecify..",
            "org.openjdk.jmh..",
            "picocli..")
        .check(BENCH);
  }

  @Test
  void shouldHaveNoCycles() {
    slices().matching("pqagent.bench.(*)..").should().beFreeOfCycles().check(BENCH);
  }

  @Test
  void shouldNameALibrary_inItsOwnRoomOnly() {
    onlyNamedIn("org.openjdk.jmh..", "pqagent.bench.measure..");
    onlyNamedIn("org.bouncycastle..", "pqagent.bench.crypto..");
    onlyNamedIn("java.lang.foreign..", "pqagent.bench.foreign..", "pqagent.bench.crypto..");
    onlyNamedIn("picocli..", "pqagent.bench");
    onlyNamedIn("com.fasterxml.jackson..", "pqagent.bench.network..");
  }

  @Test
  void shouldReachTheSystem_throughOneRoom() {
    noClasses()
        .that(resideOutsideOfPackages("pqagent.bench.network..", GENERATED))
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(ProcessBuilder.class, Process.class)
        .check(BENCH);
  }

  @Test
  void shouldPointOneWay_fromWhatIsMeasuredToTheHosts() {
    noClasses()
        .that()
        .resideInAPackage("pqagent.bench.network..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("pqagent.bench..")
                .and(resideOutsideOfPackage("pqagent.bench.network..")))
        .check(BENCH);
    noClasses()
        .that()
        .resideInAPackage("pqagent.bench.tunnel..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("pqagent.bench..")
                .and(resideOutsideOfPackages("pqagent.bench.tunnel..", "pqagent.bench.network..")))
        .check(BENCH);
  }

  @Test
  void shouldLoadAServer_withoutTheBenchesOfItsParts() {
    noClasses()
        .that()
        .resideInAPackage("pqagent.bench.load..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("pqagent.bench", "pqagent.bench.crypto..", "pqagent.bench.leak..")
        .check(BENCH);
  }

  @Test
  void shouldKeepNullsOut_ofEveryPackage() {
    assertThat(BENCH.stream().map(JavaClass::getPackage).distinct())
        .filteredOn(room -> !room.getName().endsWith("jmh_generated"))
        .filteredOn(room -> room.getName().startsWith("pqagent.bench"))
        .isNotEmpty()
        .allSatisfy(
            room ->
                assertThat(room.isAnnotatedWith(NullMarked.class))
                    .as("@NullMarked on package %s", room.getName())
                    .isTrue());
  }

  private static void onlyNamedIn(String library, String... rooms) {
    noClasses()
        .that(resideOutsideOfPackages(rooms))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(BENCH);
  }
}
