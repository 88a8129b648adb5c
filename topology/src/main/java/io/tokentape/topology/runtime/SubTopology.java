package io.tokentape.topology.runtime;

import io.tokentape.schemas.catalogue.Topic;
import java.util.List;
import org.apache.kafka.streams.StreamsBuilder;

/** One of the topologies. They meet only in topics, so each runs as an application of its own. */
interface SubTopology {
    /** Name under which its books are kept and it is chosen. */
    String name();

    /** What it reads and writes of the catalogue, beside its books and the dead letters. */
    List<Topic<?>> topics();

    /** Those whose records of a key must meet in one task, so that all have as many partitions as the first. */
    List<Topic<?>> readTogether();

    void build(StreamsBuilder builder);
}
