package pqagent.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.Set;

/** What build this is, and the libraries' standard meters of the JVM and the process. */
final class ProcessMeters implements AutoCloseable {
  /** The libraries' names for these break the conventions of Prometheus. */
  private static final Set<String> MISNAMED = Set.of("process.cpu.time", "system.cpu.count");

  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

  ProcessMeters(MeterRegistry registry, AgentRole role) {
    Gauge.builder("pqagent.build.info", () -> 1)
        .description("What runs here; always 1.")
        .tag("version", version())
        .tag("role", role.label())
        .tag("jdk", Runtime.version().toString())
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    garbageCollection.bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    FunctionCounter.builder("process.cpu.seconds", system, s -> s.getProcessCpuTime() / 1e9)
        .description("CPU time used by this process.")
        .register(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** Must be told to a registry before it has any meter. */
  static void denyMisnamed(MeterRegistry registry) {
    registry.config().meterFilter(MeterFilter.deny(id -> MISNAMED.contains(id.getName())));
  }

  /** The jar's version; "dev" when the classes come from a folder. */
  private static String version() {
    return Optional.ofNullable(ProcessMeters.class.getPackage().getImplementationVersion())
        .orElse("dev");
  }

  @Override
  public void close() {
    garbageCollection.close();
  }
}
