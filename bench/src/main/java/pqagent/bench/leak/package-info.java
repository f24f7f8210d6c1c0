/** Whether the time that something takes depends on secrets. */
@NullMarked
package pqagent.bench.leak;

import org.jspecify.annotations.NullMarked;
