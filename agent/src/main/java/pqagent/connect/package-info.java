/** From a name to a tunnel: a client fetches and keeps servers' keys, shakes hands, renews. */
@NullMarked
package pqagent.connect;

import org.jspecify.annotations.NullMarked;
