/** Tests of the tunnel: vectors, properties, and each part by itself. */
@NullMarked
package pqagent.crypto.tunnel;

import org.jspecify.annotations.NullMarked;
