/** One tunnel between two peers: its packets, the ratchets that make their keys, its cookies. */
@NullMarked
package pqagent.crypto.tunnel;

import org.jspecify.annotations.NullMarked;
