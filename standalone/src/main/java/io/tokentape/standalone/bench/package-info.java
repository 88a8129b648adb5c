/** Throughput and latency of this machine, beside topologies that do less, in the same run. */
package io.tokentape.standalone.bench;
