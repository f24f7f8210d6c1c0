/** Streamlined NTRU Prime sntrup761 from rings to key encapsulation; names nobody. */
@NullMarked
package pqagent.crypto.primitive.sntrup;

import org.jspecify.annotations.NullMarked;
