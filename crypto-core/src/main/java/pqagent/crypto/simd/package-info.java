/** What the processor and the JVM offer to code that computes on vectors; names nobody. */
@NullMarked
package pqagent.crypto.simd;

import org.jspecify.annotations.NullMarked;
