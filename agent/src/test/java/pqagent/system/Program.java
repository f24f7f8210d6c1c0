package pqagent.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The built program, as a command. */
final class Program {
  private static final Path JAR = Path.of("target", "dist", "pqagent.jar").toAbsolutePath();

  private Program() {}

  static String[] command(String... arguments) {
    return command(List.of(), arguments);
  }

  static String[] command(List<String> javaOptions, String... arguments) {
    if (!Files.exists(JAR)) {
      throw new AssertionError("these tests run the built program: " + JAR + " is missing");
    }
    List<String> command = new ArrayList<>();
    command.add(tool("java"));
    command.addAll(javaOptions);
    command.add("-jar");
    command.add(JAR.toString());
    command.addAll(List.of(arguments));
    return command.toArray(String[]::new);
  }

  /** A program of the JDK that runs the tests. */
  static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** A script of the checkout. */
  static String script(String path) {
    return Path.of("..", path).toAbsolutePath().normalize().toString();
  }
}
