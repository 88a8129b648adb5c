package io.tokentape.topology.runtime;

import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.topology.account.PoisonLimits;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Settings of Kafka Streams, in order of precedence from the weakest: a base made for throughput, what the operator sets
 * by {@code KAFKA_*}, and what the topology's promises rest on.
 */
public final class StreamsSettings {
    /** Kafka's constant is deprecated from the start, since the setting goes when its value becomes the default. */
    private static final String GLOBAL_PROCESSING_HANDLER = "processing.exception.handler.global.enabled";

    private static final int LINGER_MILLIS = 20;
    private static final int PROMPT_LINGER_MILLIS = 2;
    /** So many times the commit interval of intelligence is that of the topologies behind it. */
    private static final int LATER_COMMITS = 3;

    private StreamsSettings() {}

    /** @param topology name of the topology, which has an application id of its own */
    public static Properties of(TopologyConfig config, String topology, Topics topics, PoisonLimits poisonLimits) {
        Properties settings = new Properties();
        boolean first = topology.equals(IntelligenceTopology.NAME);
        // What waits to settle anyway need not end a transaction as often, nor in as many threads.
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, first ? config.threads() : (config.threads() + 1) / 2);
        settings.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                (first ? config.commitInterval() : config.commitInterval().multipliedBy(LATER_COMMITS)).toMillis());
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 32L << 20);
        settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 5_000);
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 << 10);
        settings.put(
                StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG),
                atLeastOnce(config, topology) ? PROMPT_LINGER_MILLIS : LINGER_MILLIS);

        settings.putAll(config.kafka());

        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId() + "." + topology);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
        settings.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                atLeastOnce(config, topology) ? StreamsConfig.AT_LEAST_ONCE : StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        settings.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, topics.dlq.name());
        settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, PoisonHandler.Processing.class);
        settings.put(GLOBAL_PROCESSING_HANDLER, true);
        settings.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, PoisonHandler.Deserialization.class);
        settings.put(PoisonHandler.LIMITS_CONFIG, poisonLimits);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topics.DEAD_LETTER_BYTES);
        settings.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), Topics.DEAD_LETTER_BYTES);
        return settings;
    }

    /**
     * Only intelligence can be given twice without harm, since it is one record an id. What the others say depends on each
     * record being counted once, and they wait for {@code settle} anyway.
     */
    private static boolean atLeastOnce(TopologyConfig config, String topology) {
        return config.guarantee() == TopologyConfig.Guarantee.AT_LEAST_ONCE
                && topology.equals(IntelligenceTopology.NAME);
    }
}
