/** Whose tunnels are measured: ours, started as a user would, and the peers'. */
@NullMarked
package pqagent.bench.tunnel;

import org.jspecify.annotations.NullMarked;
