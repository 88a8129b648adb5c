/** Runs or describes the Streams topologies against a given cluster. */
package io.tokentape.standalone.topology;
