/** The arithmetic of Curve25519 that agreements need; names nobody. */
@NullMarked
package pqagent.crypto.primitive.curve25519;

import org.jspecify.annotations.NullMarked;
