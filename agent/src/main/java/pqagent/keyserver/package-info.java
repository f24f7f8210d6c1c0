/** A server's keys: their files, the records that announce them, and handing them out by UDP. */
@NullMarked
package pqagent.keyserver;

import org.jspecify.annotations.NullMarked;
