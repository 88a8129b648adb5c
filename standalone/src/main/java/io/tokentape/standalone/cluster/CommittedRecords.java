package io.tokentape.standalone.cluster;

import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.standalone.CommandException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The committed records of a topic, up to where it ended at one moment. */
public final class CommittedRecords {
    /** Transactions that are open end within a minute. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, String> clientSettings;
    private final String topic;
    private final Map<TopicPartition, Long> ends;

    private CommittedRecords(Map<String, String> clientSettings, String topic, Map<TopicPartition, Long> ends) {
        this.clientSettings = clientSettings;
        this.topic = topic;
        this.ends = ends;
    }

    /** What is committed by now; nothing behind a transaction that is open is seen. */
    public static CommittedRecords now(Map<String, String> clientSettings, String topic) {
        return until(clientSettings, topic, "read_committed");
    }

    /** All that is written by now: reading waits until its transactions have ended. */
    public static CommittedRecords ofAllWritten(Map<String, String> clientSettings, String topic) {
        return until(clientSettings, topic, "read_uncommitted");
    }

    private static CommittedRecords until(Map<String, String> clientSettings, String topic, String isolation) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(clientSettings, isolation)) {
            List<PartitionInfo> partitions = consumer.partitionsFor(topic, ANSWER);
            if (partitions.isEmpty()) {
                throw new CommandException(topic + " is missing: create it with 'tokentape topics create'");
            }
            return new CommittedRecords(
                    clientSettings,
                    topic,
                    Map.copyOf(consumer.endOffsets(
                            partitions.stream()
                                    .map(partition -> new TopicPartition(topic, partition.partition()))
                                    .toList(),
                            ANSWER)));
        } catch (TimeoutException e) {
            throw new CommandException(
                    "nobody answers at " + clientSettings.get("bootstrap.servers")
                            + ": say where the brokers are with --bootstrap-servers",
                    e);
        }
    }

    /**
     * Reads from the start; the records of a partition come in their order.
     *
     * @throws CommandException when a transaction does not end
     */
    public void read(Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(clientSettings, "read_committed")) {
            for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                TopicPartition partition = end.getKey();
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                long moved = System.nanoTime();
                long position = consumer.position(partition, ANSWER);
                while (position < end.getValue()) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                        if (record.offset() < end.getValue()) {
                            each.accept(record);
                        }
                    }
                    long now = consumer.position(partition, ANSWER);
                    if (now > position) {
                        moved = System.nanoTime();
                    } else if (System.nanoTime() - moved > PATIENCE.toNanos()) {
                        throw new CommandException("a transaction on " + topic + " does not end, at offset " + now
                                + ": try again when its writer is gone");
                    }
                    position = now;
                }
            }
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, String> clientSettings, String isolation) {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 2 * Topics.DEAD_LETTER_BYTES);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
