/** One class a command: reads its options and starts what does the work. */
@NullMarked
package pqagent.cli;

import org.jspecify.annotations.NullMarked;
