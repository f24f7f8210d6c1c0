/** Two hosts on one machine: namespaces, the link, what runs on them, and who loads the link. */
@NullMarked
package pqagent.bench.network;

import org.jspecify.annotations.NullMarked;
