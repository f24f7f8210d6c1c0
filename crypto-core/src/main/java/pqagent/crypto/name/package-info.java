/** Base32 and {@code pq1} labels: how a server's key hash and ports stand in DNS. */
@NullMarked
package pqagent.crypto.name;

import org.jspecify.annotations.NullMarked;
