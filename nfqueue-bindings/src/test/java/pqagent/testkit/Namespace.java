package pqagent.testkit;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network namespace with its loopback up: a host of its own for a test. Deleted on close, with
 * all that runs and was made in it; a shutdown hook closes what a test left open.
 */
public final class Namespace implements AutoCloseable {
  private static final String PREFIX = "pqt-";
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final Set<Namespace> OPEN = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> List.copyOf(OPEN).forEach(Namespace::close)));
  }

  private final String name;
  private final List<Background> background = new CopyOnWriteArrayList<>();

  private Namespace(String name) {
    this.name = name;
  }

  /** Makes one, with a name that no other process uses. {@code role}: a word to know it by. */
  public static Namespace create(String role) {
    Root.require();
    String unique =
        PREFIX + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet() + "-" + role;
    Command.run(List.of("ip", "netns", "add", unique));
    Namespace namespace = new Namespace(unique);
    OPEN.add(namespace);
    namespace.exec("ip", "link", "set", "lo", "up");
    return namespace;
  }

  public String name() {
    return name;
  }

  /** Runs a program inside and returns its output; an AssertionError unless its status is 0. */
  public String exec(String... command) {
    return Command.run(inside(command));
  }

  /** Runs a program inside, whatever comes of it. */
  public Command.Result attempt(String... command) {
    return Command.attempt(inside(command));
  }

  /** Starts a program inside that is ended when the namespace is closed. */
  public Background spawn(String... command) {
    Background started = Background.start(inside(command));
    background.add(started);
    return started;
  }

  /**
   * Runs a task to its end on a fresh platform thread inside: sockets, queues and devices that it
   * opens belong here, whichever thread uses them later. Threads that it starts are inside as well,
   * so it must not start virtual threads, whose carriers are everyone's.
   */
  public <T> T call(Callable<T> task) throws Exception {
    try {
      return start(task).get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Exception exception -> throw exception;
        case Error error -> throw error;
        case null, default -> throw e;
      }
    }
  }

  /** Like {@link #call}, without waiting for the end. */
  public <T> FutureTask<T> start(Callable<T> task) {
    FutureTask<T> inside =
        new FutureTask<>(
            () -> {
              enter();
              return task.call();
            });
    Thread.ofPlatform().daemon().name(name).start(inside);
    return inside;
  }

  /** Ends what was spawned, then deletes the namespace. */
  @Override
  public void close() {
    if (OPEN.remove(this)) {
      background.forEach(Background::close);
      Command.run(List.of("ip", "netns", "delete", name));
    }
  }

  private List<String> inside(String... command) {
    List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", name));
    words.addAll(List.of(command));
    return words;
  }

  private void enter() {
    int descriptor = LibC.open("/run/netns/" + name, LibC.O_CLOEXEC);
    try {
      LibC.setns(descriptor, LibC.CLONE_NEWNET);
    } finally {
      LibC.close(descriptor);
    }
  }

  private static final class LibC {
    static final int O_CLOEXEC = 0x80000;
    static final int CLONE_NEWNET = 0x40000000;

    static {
      Native.register(LibC.class, "c");
    }

    static native int open(String path, int flags) throws LastErrorException;

    static native int setns(int descriptor, int type) throws LastErrorException;

    static native int close(int descriptor) throws LastErrorException;
  }
}
