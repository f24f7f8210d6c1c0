/** The way to a tunnel: from a DNS reply to the first answer from the server. */
@NullMarked
package pqagent.bench.connect;

import org.jspecify.annotations.NullMarked;
