package io.tokentape.standalone.topics;

import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.standalone.CommandException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The catalogue's topics on one cluster. */
public final class TopicAdmin implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 15_000;
    private static final int POLL_MILLIS = 20;

    private final Admin admin;
    private final String bootstrapServers;

    public TopicAdmin(Map<String, String> clientSettings) {
        bootstrapServers = clientSettings.get("bootstrap.servers");
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.putIfAbsent("default.api.timeout.ms", PATIENCE_MILLIS);
        settings.putIfAbsent("request.timeout.ms", PATIENCE_MILLIS / 3);
        admin = Admin.create(settings);
    }

    /**
     * Creates the topics that are not there; leaves the others as they are.
     *
     * @param replicationFactor empty = what the broker says
     * @return names of those that were created, in the order given
     */
    public List<String> createMissing(Collection<Topic<?>> topics, Optional<Short> replicationFactor) {
        List<NewTopic> wanted = topics.stream()
                .map(topic -> new NewTopic(topic.name(), Optional.of(topic.partitions()), replicationFactor)
                        .configs(topic.settings()))
                .toList();
        Map<String, KafkaFuture<Void>> results = admin.createTopics(wanted).values();
        List<String> created = new ArrayList<>();
        for (NewTopic topic : wanted) {
            KafkaFuture<Void> result = results.get(topic.name());
            if (!failedWith(result, TopicExistsException.class)) {
                get(result);
                created.add(topic.name());
            }
        }
        awaitKnown(created);
        awaitLeaders(created);
        return created;
    }

    /** The controller has made them; the brokers, who are asked from here on, learn of it a moment later. */
    private void awaitKnown(List<String> names) {
        long begun = System.nanoTime();
        while (!allKnown(names)) {
            if (System.nanoTime() - begun > TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS)) {
                throw new CommandException("the brokers at " + bootstrapServers + " do not learn of new topics");
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandException("interrupted", e);
            }
        }
    }

    /**
     * A broker may know of a partition before it leads it. A producer that comes in between has its first batch refused
     * and its second taken, and can then never deliver the first. Offsets are told by leaders alone.
     */
    private void awaitLeaders(List<String> names) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        get(admin.describeTopics(names).allTopicNames())
                .forEach((name, topic) -> topic.partitions()
                        .forEach(partition ->
                                ends.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
        get(admin.listOffsets(ends).all());
    }

    private boolean allKnown(List<String> names) {
        return admin.describeTopics(names).topicNameValues().values().stream()
                .noneMatch(description -> failedWith(description, UnknownTopicOrPartitionException.class));
    }

    /** One line for everything that is not as the catalogue declares it; empty = all is. */
    public List<String> problems(Topics topics) {
        List<Topic<?>> used = used(topics);
        return TopicCheck.problems(used, existing(used));
    }

    /** The topics that something writes: the others are only declared, so that names and schemas are settled. */
    public static List<Topic<?>> used(Topics topics) {
        List<Topic<?>> used = new ArrayList<>(topics.all());
        used.removeIf(Topic::planned);
        return used;
    }

    Map<String, ExistingTopic> existing(Collection<Topic<?>> topics) {
        List<String> names = topics.stream().map(Topic::name).toList();
        Map<String, KafkaFuture<TopicDescription>> described =
                admin.describeTopics(names).topicNameValues();
        Map<String, Integer> partitions = new HashMap<>();
        for (String name : names) {
            KafkaFuture<TopicDescription> description = described.get(name);
            if (!failedWith(description, UnknownTopicOrPartitionException.class)) {
                partitions.put(name, get(description).partitions().size());
            }
        }
        List<ConfigResource> resources = partitions.keySet().stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<ConfigResource, Config> configs =
                get(admin.describeConfigs(resources).all());
        Map<String, ExistingTopic> existing = new HashMap<>();
        configs.forEach((resource, config) -> {
            Map<String, String> settings = new HashMap<>();
            config.entries().forEach(entry -> {
                if (entry.value() != null) {
                    settings.put(entry.name(), entry.value());
                }
            });
            existing.put(resource.name(), new ExistingTopic(partitions.get(resource.name()), settings));
        });
        return existing;
    }

    /** How many offsets each of these topics holds: its records, and the marks of its transactions. */
    Map<String, Long> offsets(Map<String, ExistingTopic> topics) {
        Map<TopicPartition, OffsetSpec> first = new HashMap<>();
        Map<TopicPartition, OffsetSpec> last = new HashMap<>();
        topics.forEach((name, topic) -> {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                first.put(new TopicPartition(name, partition), OffsetSpec.earliest());
                last.put(new TopicPartition(name, partition), OffsetSpec.latest());
            }
        });
        Map<TopicPartition, ListOffsetsResultInfo> from =
                get(admin.listOffsets(first).all());
        Map<TopicPartition, ListOffsetsResultInfo> to =
                get(admin.listOffsets(last).all());
        Map<String, Long> offsets = new HashMap<>();
        to.forEach((partition, end) -> offsets.merge(
                partition.topic(), end.offset() - from.get(partition).offset(), Long::sum));
        return offsets;
    }

    @Override
    public void close() {
        admin.close();
    }

    /** Waits; a failure of this kind is an answer, and any other is left for {@link #get}. */
    private static boolean failedWith(KafkaFuture<?> future, Class<? extends Throwable> expected) {
        try {
            future.get();
            return false;
        } catch (ExecutionException e) {
            return expected.isInstance(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        }
    }

    private <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw new CommandException(
                        "no broker answers at " + bootstrapServers
                                + ": start it, or say where it is with --bootstrap-servers",
                        e);
            }
            throw new CommandException(
                    "the cluster at " + bootstrapServers + " refuses: "
                            + e.getCause().getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        }
    }
}
