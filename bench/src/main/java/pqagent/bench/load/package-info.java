/** A real server in a network namespace, and the clients whose load it has to bear. */
@NullMarked
package pqagent.bench.load;

import org.jspecify.annotations.NullMarked;
