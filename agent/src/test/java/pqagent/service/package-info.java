/** The service as it is installed: its files, and what its units start. */
@NullMarked
package pqagent.service;

import org.jspecify.annotations.NullMarked;
