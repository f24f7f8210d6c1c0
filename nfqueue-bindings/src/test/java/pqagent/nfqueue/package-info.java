/** Packet queues, against the real kernel in namespaces. */
@NullMarked
package pqagent.nfqueue;

import org.jspecify.annotations.NullMarked;
