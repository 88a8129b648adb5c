/** What was said about an asset and by a source, counted in windows of the tape's time. */
package io.tokentape.topology.stats;
