/** Decoding of mceliece6960119's Goppa code, bit-sliced: 64 field elements in 13 words. */
@NullMarked
package pqagent.crypto.primitive.mceliece;

import org.jspecify.annotations.NullMarked;
