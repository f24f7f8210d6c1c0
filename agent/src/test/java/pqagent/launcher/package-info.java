/** The launcher script: what it finds, installs, refuses and runs. */
@NullMarked
package pqagent.launcher;

import org.jspecify.annotations.NullMarked;
