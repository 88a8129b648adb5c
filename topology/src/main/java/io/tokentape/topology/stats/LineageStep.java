package io.tokentape.topology.stats;

import io.tokentape.schemas.avro.Lineage;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** Says where a record of statistics comes from: the record that moved the time on, if it was one. */
final class LineageStep {
    /** Of the way in which is counted. */
    private static final String MODEL_VERSION = "statistics-1";

    private final String topologyVersion;

    LineageStep(String topologyVersion) {
        this.topologyVersion = topologyVersion;
    }

    Lineage of(ProcessorContext<?, ?> context) {
        // What a timer puts out has metadata too, without a topic.
        return context.recordMetadata()
                .filter(origin -> origin.topic() != null)
                .map(origin -> new Lineage(
                        origin.topic(), origin.partition(), origin.offset(), topologyVersion, MODEL_VERSION))
                .orElseGet(() -> new Lineage("", context.taskId().partition(), -1L, topologyVersion, MODEL_VERSION));
    }
}
