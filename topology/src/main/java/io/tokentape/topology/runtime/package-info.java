/** What runs the topologies: configuration, handlers, metrics, the wiring, main. The only room that knows a wall clock. */
package io.tokentape.topology.runtime;
