/** The stance of a text about the prospects of what it speaks of. */
package io.tokentape.topology.sentiment;
