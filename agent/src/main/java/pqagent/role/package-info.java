/**
 * Puts the parts together and owns their life: a client, a server, and what both have in common.
 */
@NullMarked
package pqagent.role;

import org.jspecify.annotations.NullMarked;
