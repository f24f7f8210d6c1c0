/** The files in grafana/, and a Prometheus to try them on. */
@NullMarked
package pqagent.grafana;

import org.jspecify.annotations.NullMarked;
