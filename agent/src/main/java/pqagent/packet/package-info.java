/** Reads and mends IPv4 packets in place, cuts them to size and joins them again. */
@NullMarked
package pqagent.packet;

import org.jspecify.annotations.NullMarked;
