/** ChaCha20 and Poly1305: on vectors, and the JDK's; names nobody. */
@NullMarked
package pqagent.crypto.primitive.chacha;

import org.jspecify.annotations.NullMarked;
