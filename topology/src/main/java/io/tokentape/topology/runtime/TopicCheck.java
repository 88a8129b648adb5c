package io.tokentape.topology.runtime;

import io.tokentape.schemas.catalogue.Topic;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks, before the start, whether the cluster has the topics that the topology reads and writes. */
final class TopicCheck {
    private final Admin admin;

    TopicCheck(Admin admin) {
        this.admin = admin;
    }

    /**
     * How many partitions the topic has.
     *
     * @throws IllegalStateException in one line: it is missing, or the cluster cannot be reached
     */
    int partitions(Topic<?> topic) {
        return described(List.of(topic)).get(topic.name());
    }

    /**
     * Looks whether the topics are there.
     *
     * @throws IllegalStateException in one line: the first that is missing
     */
    void require(Collection<Topic<?>> topics) {
        described(topics);
    }

    /**
     * Looks whether topics have as many partitions as the first of them.
     *
     * @throws IllegalStateException in one line: the first that has not
     */
    void requireEqual(List<Topic<?>> topics) {
        if (!topics.isEmpty()) {
            requireEqual(topics.get(0).name(), described(topics));
        }
    }

    static void requireEqual(String first, Map<String, Integer> partitions) {
        int expected = partitions.get(first);
        new TreeMap<>(partitions).forEach((topic, count) -> {
            if (count != expected) {
                throw new IllegalStateException("topic " + topic + " has " + count + " partitions and " + first
                        + " has "
                        + expected + ": they are read together and must have the same number; counts never change in"
                        + " place, replay into a new prefix");
            }
        });
    }

    private Map<String, Integer> described(Collection<? extends Topic<?>> topics) {
        Map<String, KafkaFuture<TopicDescription>> described = admin.describeTopics(
                        topics.stream().map(Topic::name).sorted().toList())
                .topicNameValues();
        Map<String, Integer> partitions = new TreeMap<>();
        new TreeMap<>(described).forEach((topic, description) -> partitions.put(topic, partitions(topic, description)));
        return partitions;
    }

    private static int partitions(String topic, KafkaFuture<TopicDescription> description) {
        try {
            return description.get().partitions().size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new IllegalStateException(
                        "topic " + topic + " is missing: create the topics with `tokentape topics create`", e);
            }
            throw new IllegalStateException(
                    "cannot look up topic " + topic + " on the cluster (check the bootstrap servers): "
                            + e.getCause().getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while looking up topic " + topic, e);
        }
    }
}
