/** DNS replies in, rewritten DNS replies out; and the questions that a name without ports needs. */
@NullMarked
package pqagent.dns;

import org.jspecify.annotations.NullMarked;
