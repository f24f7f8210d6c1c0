/** The way of a packet: what is measured of it, and how, by turns. */
@NullMarked
package pqagent.bench.path;

import org.jspecify.annotations.NullMarked;
