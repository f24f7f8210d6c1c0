/** From a server's keys to a tunnel's secrets: one message, two sides. */
@NullMarked
package pqagent.crypto.handshake;

import org.jspecify.annotations.NullMarked;
