package pqagent.bench.tunnel;

import java.time.Duration;
import java.util.List;
import pqagent.bench.network.Service;

/**
 * A way from the client to the server that stands.
 *
 * @param target the server's address at its end
 * @param processes those that carry packets: the server's, the client's; none when the kernel does
 * @param readyAfter how long after the start of its process each was ready, in the same order
 */
public record Tunnel(String target, List<Service> processes, List<Duration> readyAfter)
    implements AutoCloseable {

  /** Whether programs carry the packets, so that there is something to warm up. */
  public boolean hasProcesses() {
    return !processes.isEmpty();
  }

  @Override
  public void close() {
    processes.forEach(Service::close);
  }
}
