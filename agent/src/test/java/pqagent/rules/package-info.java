/** The rules scripts, run in network namespaces of their own. */
@NullMarked
package pqagent.rules;

import org.jspecify.annotations.NullMarked;
