/** How an operator is told of a mistake: one line, and no stack trace. */
@NullMarked
package pqagent.error;

import org.jspecify.annotations.NullMarked;
