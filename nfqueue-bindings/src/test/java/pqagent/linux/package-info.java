/** Batched UDP, TUN devices and native memory, against the real kernel. */
@NullMarked
package pqagent.linux;

import org.jspecify.annotations.NullMarked;
