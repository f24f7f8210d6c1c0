package pqagent.bench.foreign;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * This process's standard error. Java itself warns on it of incubating modules before a program
 * begins, which the launcher keeps away by lending the program another one.
 */
@SuppressWarnings("restricted") // to call C
public final class StandardError {
  private static final int STDERR = 2;

  private StandardError() {}

  /** Makes an open descriptor the standard error. */
  public static void takeBack(int descriptor) {
    Linker linker = Linker.nativeLinker();
    MethodHandle dup2 =
        linker.downcallHandle(
            linker.defaultLookup().find("dup2").orElseThrow(),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    try {
      Calls.require((int) dup2.invokeExact(descriptor, STDERR) >= 0, "dup2");
    } catch (Throwable e) {
      throw Calls.failed(e);
    }
  }
}
