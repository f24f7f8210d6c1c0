/** Tests of the handshake: vectors, replays, and whatever bytes may come. */
@NullMarked
package pqagent.crypto.handshake;

import org.jspecify.annotations.NullMarked;
