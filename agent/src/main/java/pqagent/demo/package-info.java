/** Two hosts on one machine, to see the agent at work: {@code pqagent demo}. */
@NullMarked
package pqagent.demo;

import org.jspecify.annotations.NullMarked;
