/** Composes what the rooms before it find in a post; what {@code tokentape analyze} calls. */
package io.tokentape.topology.analysis;
