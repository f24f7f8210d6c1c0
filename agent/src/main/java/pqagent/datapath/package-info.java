/**
 * The two pumps: plain packets from the kernel out as sealed datagrams, sealed datagrams in as
 * plain packets.
 */
@NullMarked
package pqagent.datapath;

import org.jspecify.annotations.NullMarked;
