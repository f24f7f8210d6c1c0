/** SHAKE256 of many messages at once, on vectors; names nobody. */
@NullMarked
package pqagent.crypto.primitive.keccak;

import org.jspecify.annotations.NullMarked;
