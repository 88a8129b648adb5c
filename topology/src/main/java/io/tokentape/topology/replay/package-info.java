/** The stored tape once more, outside of Streams. */
package io.tokentape.topology.replay;
