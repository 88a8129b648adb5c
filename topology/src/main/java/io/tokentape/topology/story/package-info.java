/** Near-repeats of what was said about an asset, told as one story each. */
package io.tokentape.topology.story;
