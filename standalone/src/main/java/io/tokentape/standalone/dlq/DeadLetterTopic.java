package io.tokentape.standalone.dlq;

import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.standalone.CommandException;
import io.tokentape.topology.runtime.DeadLetterHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the dead-letter topic as it is at one moment. Beside letters it holds marks, records that say which letter was sent
 * again: they were written in one transaction with that.
 */
final class DeadLetterTopic {
    /** Transactions that are open end within a minute. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, String> clientSettings;
    private final String topic;
    private final Map<TopicPartition, Long> ends;
    private final Set<Position> redriven = new HashSet<>();

    private DeadLetterTopic(Map<String, String> clientSettings, String topic, Map<TopicPartition, Long> ends) {
        this.clientSettings = clientSettings;
        this.topic = topic;
        this.ends = ends;
    }

    /** What is committed by now; what belongs to open transactions is not seen. */
    static DeadLetterTopic committed(Map<String, String> clientSettings, Topics topics) {
        return open(clientSettings, topics, "read_committed");
    }

    /** All that is written by now: reading waits until its transactions have ended. */
    static DeadLetterTopic whole(Map<String, String> clientSettings, Topics topics) {
        return open(clientSettings, topics, "read_uncommitted");
    }

    private static DeadLetterTopic open(Map<String, String> clientSettings, Topics topics, String ends) {
        String name = topics.dlq.name();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(clientSettings, ends)) {
            List<PartitionInfo> partitions = consumer.partitionsFor(name, ANSWER);
            if (partitions.isEmpty()) {
                throw new CommandException(name + " is missing: create it with 'tokentape topics create'");
            }
            DeadLetterTopic opened = new DeadLetterTopic(
                    clientSettings,
                    name,
                    Map.copyOf(consumer.endOffsets(
                            partitions.stream()
                                    .map(partition -> new TopicPartition(name, partition.partition()))
                                    .toList(),
                            ANSWER)));
            opened.read(record -> mark(record).ifPresent(position -> opened.redriven.add(Position.parse(position))));
            return opened;
        } catch (TimeoutException e) {
            throw new CommandException(
                    "nobody answers at " + clientSettings.get("bootstrap.servers")
                            + ": say where the brokers are with --bootstrap-servers",
                    e);
        }
    }

    boolean isRedriven(DeadLetter letter) {
        return redriven.contains(letter.position());
    }

    /** Every letter, in the order of its partition. */
    void letters(Consumer<DeadLetter> each) {
        read(record -> {
            if (mark(record).isEmpty()) {
                each.accept(DeadLetter.of(record));
            }
        });
    }

    private static Optional<String> mark(ConsumerRecord<byte[], byte[]> record) {
        return DeadLetter.text(record.headers(), DeadLetterHeaders.REDRIVEN);
    }

    private void read(Consumer<ConsumerRecord<byte[], byte[]>> each) {
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
