/** The algorithms, each behind one small final class; the only place that names BouncyCastle. */
@NullMarked
package pqagent.crypto.primitive;

import org.jspecify.annotations.NullMarked;
