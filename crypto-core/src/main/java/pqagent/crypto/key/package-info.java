/** A server's keys: long-term, their hash tree, and the ones of 30 s slots. */
@NullMarked
package pqagent.crypto.key;

import org.jspecify.annotations.NullMarked;
