/** What is timed: each operation, as we do it and as our peers do. */
@NullMarked
package pqagent.bench.crypto;

import org.jspecify.annotations.NullMarked;
