/**
 * The few system calls beside the packet queue: batched UDP, TUN devices, and memory they share.
 */
@NullMarked
package pqagent.linux;

import org.jspecify.annotations.NullMarked;
