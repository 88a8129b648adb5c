package io.tokentape.topology.runtime;

import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
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
     * The partition count of the states: mentions are spread likewise, to meet them.
     *
     * @throws IllegalStateException in one line: a topic is missing
     */
    int assetPartitions(Topics topics) {
        List<Topic<?>> used = Stream.concat(
                        topics.raw().stream(),
                        Stream.of(
                                topics.refTokens,
                                topics.refCompanies,
                                topics.refRules,
                                topics.tokenState,
                                topics.intelligence,
                                topics.accounts,
                                topics.dlq))
                .toList();
        Map<String, KafkaFuture<TopicDescription>> described =
                admin.describeTopics(used.stream().map(Topic::name).toList()).topicNameValues();
        Map<String, Integer> partitions = new TreeMap<>();
        for (Topic<?> topic : used) {
            partitions.put(topic.name(), partitions(topic.name(), described.get(topic.name())));
        }
        return partitions.get(topics.tokenState.name());
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
