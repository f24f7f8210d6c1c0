/** The command line of the benches, one class a command. */
@NullMarked
package pqagent.bench;

import org.jspecify.annotations.NullMarked;
