/** Watched companies and keywords, found in a text by the names and words that hold at its time. */
package io.tokentape.topology.watch;
