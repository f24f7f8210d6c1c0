/** How it is timed: JMH, rounds in which everybody has a turn, and the time stolen meanwhile. */
@NullMarked
package pqagent.bench.measure;

import org.jspecify.annotations.NullMarked;
