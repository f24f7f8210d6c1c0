package pqagent.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This very program, as a command that a child process can run. */
final class Program {
  private Program() {}

  static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
    command.add("pqagent.cli.Main");
    command.addAll(List.of(arguments));
    return command;
  }
}
