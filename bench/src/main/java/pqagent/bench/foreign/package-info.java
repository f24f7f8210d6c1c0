/** C libraries, found when the program runs; a missing one is missing only here. */
@NullMarked
package pqagent.bench.foreign;

import org.jspecify.annotations.NullMarked;
