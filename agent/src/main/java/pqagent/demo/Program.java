package pqagent.demo;

import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import pqagent.crypto.simd.VectorUnit;

/** This very program, run by Java as this process is, as a command for a child process. */
final class Program {
  /**
   * What computes on vectors; of its module Java warns, which the other commands' readers are
   * spared.
   */
  private static final Set<String> ROLES = Set.of("client", "server");

  private Program() {}

  static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    if (ROLES.contains(arguments[0])
        && ModuleFinder.ofSystem().find(VectorUnit.MODULE).isPresent()) {
      command.add("--add-modules=" + VectorUnit.MODULE);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("pqagent.cli.Main");
    command.addAll(List.of(arguments));
    return command;
  }
}
