/** What is known of an asset at a moment, and the steps that join it to posts. */
package io.tokentape.topology.state;
