/** The whole program, live, between namespaces. */
@NullMarked
package pqagent.system;

import org.jspecify.annotations.NullMarked;
