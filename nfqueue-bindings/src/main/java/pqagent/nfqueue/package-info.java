/** A queue of packets from the kernel: NFQUEUE, received and judged in batches. */
@NullMarked
package pqagent.nfqueue;

import org.jspecify.annotations.NullMarked;
