/** Network namespaces for tests: hosts, links between them, and what runs in them. */
@NullMarked
package pqagent.testkit;

import org.jspecify.annotations.NullMarked;
