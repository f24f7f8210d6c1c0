package pqagent.bench.foreign;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Moves a thread into a network namespace, setns(2): sockets that it opens from then on belong
 * there, and still do when other threads use them.
 */
@SuppressWarnings("restricted") // to call C
public final class NetworkNamespace {
  private static final int READ_ONLY_CLOSE_ON_EXEC = 0x80000;
  private static final int CLONE_NEWNET = 0x40000000;

  private NetworkNamespace() {}

  /**
   * Moves the calling thread, a platform thread, for the rest of its life.
   *
   * @param name as {@code ip netns} knows it
   */
  public static void enter(String name) {
    MethodHandle open =
        function(
            "open",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    MethodHandle setns = function("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    MethodHandle close = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom("/run/netns/" + name);
      int descriptor = (int) open.invokeExact(path, READ_ONLY_CLOSE_ON_EXEC);
      Calls.require(descriptor >= 0, "open");
      int moved = (int) setns.invokeExact(descriptor, CLONE_NEWNET);
      int closed = (int) close.invokeExact(descriptor);
      Calls.require(moved == 0 && closed == 0, "setns");
    } catch (Throwable e) {
      throw Calls.failed(e);
    }
  }

  /** Does something on a thread whose sockets belong there. */
  public static <T> T call(String name, Callable<T> work) throws Exception {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              enter(name);
              return work.call();
            });
    Thread.ofPlatform().name("on-" + name).daemon().start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static MethodHandle function(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find(name).orElseThrow(), descriptor, options);
  }
}
