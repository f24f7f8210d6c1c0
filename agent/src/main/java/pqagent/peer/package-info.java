/** Who is at the other end: servers and clients, their private addresses and their tunnels. */
@NullMarked
package pqagent.peer;

import org.jspecify.annotations.NullMarked;
