package pqagent.bench.load;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import pqagent.bench.foreign.NetworkNamespace;

/**
 * Two network namespaces with a link.
 *
 * <pre>
 *   clients 192.0.2.2 ─── link0 ─── 192.0.2.1 server
 * </pre>
 */
final class Network implements AutoCloseable {
  static final String SERVER_ADDRESS = "192.0.2.1";

  private static final String CLIENT_ADDRESS = "192.0.2.2";
  private static final String DEVICE = "link0";

  private final String prefix = "pqload" + ProcessHandle.current().pid();

  String server() {
    return prefix + "s";
  }

  String clients() {
    return prefix + "c";
  }

  /** Makes both; close takes away what was made, also when this fails. */
  void build() {
    Tool.ip("netns add " + clients());
    Tool.ip("netns add " + server());
    Tool.ip(
        "link add %s netns %s type veth peer name %s netns %s"
            .formatted(DEVICE, clients(), DEVICE, server()));
    configure(clients(), CLIENT_ADDRESS);
    configure(server(), SERVER_ADDRESS);
  }

  private static void configure(String host, String address) {
    Tool.ip("-n %s link set lo up".formatted(host));
    Tool.ip("-n %s address add %s/24 dev %s".formatted(host, address, DEVICE));
    Tool.ip("-n %s link set %s up".formatted(host, DEVICE));
  }

  /** Does something on a thread whose sockets belong to this host. */
  static <T> T on(String host, Callable<T> work) throws Exception {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              NetworkNamespace.enter(host);
              return work.call();
            });
    Thread.ofPlatform().name("on-" + host).daemon().start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    Tool.ipQuietly("netns del " + clients());
    Tool.ipQuietly("netns del " + server());
  }
}
