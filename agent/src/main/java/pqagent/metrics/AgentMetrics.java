package pqagent.metrics;

import static pqagent.metrics.Meters.counters;
import static pqagent.metrics.Meters.family;
import static pqagent.metrics.Meters.timer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Every meter of the agent (docs/metrics.md). Counters of this process's role exist from the start,
 * at 0; gauges from the moment they are bound. Calls for meters that only the other role has lead
 * nowhere. Counting is thread-safe and allocates nothing.
 */
public final class AgentMetrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AgentRole role;
  private @Nullable ProcessMeters process;

  private final Counter[] handshakes;
  private final Timer handshakeDuration;
  private final Counter[] tunnelPackets;
  private final Counter[] tunnelBytes;
  private final Counter[][] dropped;
  private final Counter[] dnsReplies;
  private final Timer staticKeyFetchDuration;
  private final Counter[] staticKeyCache;
  private final Counter[][] keyRequests;

  public AgentMetrics(AgentRole role) {
    this.role = role;
    ProcessMeters.denyMisnamed(registry);
    MeterRegistry nowhere = new CompositeMeterRegistry();
    MeterRegistry client = role == AgentRole.CLIENT ? registry : nowhere;
    MeterRegistry server = role == AgentRole.SERVER ? registry : nowhere;
    handshakes =
        counters(
            family(registry, "pqagent.handshakes", "Handshakes finished.", "role", role.label()),
            HandshakeResult.class,
            "result");
    handshakeDuration =
        timer(
            registry,
            "pqagent.handshake.duration",
            "Client: DNS reply to tunnel ready. Server: datagram to tunnel ready.",
            "role",
            role.label());
    tunnelPackets =
        counters(
            family(registry, "pqagent.tunnel.packets", "Inner packets through tunnels."),
            Direction.class,
            "direction");
    tunnelBytes =
        counters(
            family(registry, "pqagent.tunnel.bytes", "Bytes of inner packets through tunnels."),
            Direction.class,
            "direction");
    dropped =
        counters(
            family(registry, "pqagent.dropped.packets", "Packets that went no further, and why."),
            Direction.class,
            "direction",
            DropReason.class,
            "reason");
    dnsReplies =
        counters(
            family(client, "pqagent.dns.replies", "DNS replies that passed through the agent."),
            DnsOutcome.class,
            "outcome");
    staticKeyFetchDuration =
        timer(
            client,
            "pqagent.static.key.fetch.duration",
            "Fetching and verifying a server's 1 MB of static keys.");
    staticKeyCache =
        counters(
            family(client, "pqagent.static.key.cache", "Look-ups of static keys on disk."),
            CacheOutcome.class,
            "outcome");
    keyRequests =
        counters(
            family(server, "pqagent.key.requests", "Requests to the key server."),
            KeyRequestKind.class,
            "kind",
            KeyRequestOutcome.class,
            "outcome");
  }

  public AgentRole role() {
    return role;
  }

  /** One packet went no further. */
  public void dropped(Direction direction, DropReason reason) {
    dropped(direction, reason, 1);
  }

  /** So many packets went no further, for one reason. */
  public void dropped(Direction direction, DropReason reason, long packets) {
    dropped[direction.ordinal()][reason.ordinal()].increment(packets);
  }

  /** Inner packets and their bytes, with the inner IP headers, that a tunnel carried. */
  public void tunnelTraffic(Direction direction, long packets, long bytes) {
    tunnelPackets[direction.ordinal()].increment(packets);
    tunnelBytes[direction.ordinal()].increment(bytes);
  }

  public void dnsReply(DnsOutcome outcome) {
    dnsReplies[outcome.ordinal()].increment();
  }

  public void handshake(HandshakeResult result) {
    handshakes[result.ordinal()].increment();
  }

  public void handshakeDuration(long nanos) {
    handshakeDuration.record(nanos, TimeUnit.NANOSECONDS);
  }

  public void staticKeyFetch(long nanos) {
    staticKeyFetchDuration.record(nanos, TimeUnit.NANOSECONDS);
  }

  public void staticKeyCache(CacheOutcome outcome) {
    staticKeyCache[outcome.ordinal()].increment();
  }

  public void keyRequest(KeyRequestKind kind, KeyRequestOutcome outcome) {
    keyRequests[kind.ordinal()][outcome.ordinal()].increment();
  }

  /** Tunnels alive. */
  public void bindTunnels(IntSupplier tunnels) {
    Gauge.builder("pqagent.tunnels", tunnels::getAsInt)
        .description("Tunnels alive.")
        .tag("role", role.label())
        .register(registry);
  }

  /** McEliece encapsulations in stock (client). */
  public void bindPrekeys(IntSupplier prekeys) {
    Gauge.builder("pqagent.prekeys", prekeys::getAsInt)
        .description("McEliece encapsulations in stock.")
        .register(registry);
  }

  /** Packets that wait for a handshake (client). */
  public void bindParkedPackets(IntSupplier parkedPackets) {
    Gauge.builder("pqagent.parked.packets", parkedPackets::getAsInt)
        .description("Packets that wait for a handshake.")
        .register(registry);
  }

  /** Addresses of the pool for peers, by state. */
  public void bindPrivateAddresses(IntSupplier used, IntSupplier quarantined, IntSupplier free) {
    bindPrivateAddresses("used", used);
    bindPrivateAddresses("quarantined", quarantined);
    bindPrivateAddresses("free", free);
  }

  private void bindPrivateAddresses(String state, IntSupplier addresses) {
    Gauge.builder("pqagent.private.addresses", addresses::getAsInt)
        .description("Addresses of the pool for peers, by state.")
        .tag("state", state)
        .register(registry);
  }

  /** The kernel's view of one NFQUEUE; {@link NfqueueTable#bind} has it. */
  public void bindQueue(
      int queueNumber, LongSupplier depth, LongSupplier kernelDropped, LongSupplier userDropped) {
    String queue = Integer.toString(queueNumber);
    Gauge.builder("pqagent.nfqueue.depth", depth::getAsLong)
        .description("Packets the kernel holds for a verdict.")
        .tag("queue", queue)
        .register(registry);
    bindQueueDropped(queueNumber, kernelDropped);
    FunctionCounter.builder(
            "pqagent.nfqueue.user.dropped", userDropped, s -> userDropped.getAsLong())
        .description("Packets dropped because the agent's socket buffer was full.")
        .tag("queue", queue)
        .register(registry);
  }

  /** What is known of an NFQUEUE without the kernel's table: packets that never came. */
  public void bindQueueDropped(int queueNumber, LongSupplier kernelDropped) {
    FunctionCounter.builder(
            "pqagent.nfqueue.dropped", kernelDropped, s -> kernelDropped.getAsLong())
        .description("Packets dropped because the queue was full.")
        .tag("queue", Integer.toString(queueNumber))
        .register(registry);
  }

  /**
   * All series, as {@code /metrics} shows them (Prometheus text format). Those of the JVM and the
   * process begin with the first call: they are dear to make and to keep, and not every agent is
   * looked at.
   */
  public String scrape() {
    bindProcess();
    return registry.scrape();
  }

  private synchronized void bindProcess() {
    if (process == null) {
      process = new ProcessMeters(registry, role);
    }
  }

  /** All series, for other formats. */
  PrometheusRegistry series() {
    bindProcess();
    return registry.getPrometheusRegistry();
  }

  @Override
  public synchronized void close() {
    if (process != null) {
      process.close();
    }
    registry.close();
  }
}
