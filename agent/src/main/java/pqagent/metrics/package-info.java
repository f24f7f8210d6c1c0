/** What operators see: every meter, declared once, and the web server that shows them. */
@NullMarked
package pqagent.metrics;

import org.jspecify.annotations.NullMarked;
