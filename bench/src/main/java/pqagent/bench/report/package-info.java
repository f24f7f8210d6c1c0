/** What is said of it: the machine, a table, rows of JSON. */
@NullMarked
package pqagent.bench.report;

import org.jspecify.annotations.NullMarked;
