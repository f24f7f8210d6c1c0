package pqagent.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.Optional;

/** What build this is, and the libraries' standard meters of the JVM and the process. */
final class ProcessMeters implements AutoCloseable {
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

  ProcessMeters(MeterRegistry registry, AgentRole role) {
    Gauge.builder("pqagent.build.info", () -> 1)
        .description("What runs here; always 1.")
        .tag("version", version())
        .tag("role", role.label())
        .tag("jdk", Runtime.version().toString())
        .register(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    garbageCollection.bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
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
