package io.tokentape.standalone.registry;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The log as the compacted topic {@code _schemas}, one partition. For one writer. */
final class TopicLog implements RegistryLog {
    static final String TOPIC = "_schemas";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private final LogCodec codec = new LogCodec();
    private final Map<String, Object> client;
    private final KafkaProducer<String, String> producer;

    private TopicLog(Map<String, Object> client) {
        this.client = client;
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("linger.ms", 0);
        settings.put("request.timeout.ms", 5_000);
        settings.put("delivery.timeout.ms", 15_000);
        settings.put("max.block.ms", 15_000);
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    /** Creates the topic when it is not there, and refuses one that would forget. */
    static TopicLog open(String bootstrapServers) {
        Map<String, Object> client = Map.of("bootstrap.servers", bootstrapServers, "client.id", "tokentape-registry");
        try (Admin admin = Admin.create(client)) {
            createTopic(admin);
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "the topic " + TOPIC + " cannot be made ready: "
                            + e.getCause().getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
        return new TopicLog(client);
    }

    private static void createTopic(Admin admin) throws ExecutionException, InterruptedException {
        NewTopic topic = new NewTopic(TOPIC, Optional.of(1), Optional.empty())
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        try {
            admin.createTopics(Set.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
            requireCompacted(admin);
        }
    }

    private static void requireCompacted(Admin admin) throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, TOPIC);
        Config config = admin.describeConfigs(Set.of(resource)).all().get().get(resource);
        String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
        if (!TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy)) {
            throw new KafkaException("the topic " + TOPIC + " has cleanup.policy=" + policy
                    + " and would forget schemas: set it to compact");
        }
    }

    @Override
    public void replay(Consumer<LogEntry> entries) {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION), PATIENCE).get(PARTITION);
            while (consumer.position(PARTITION, PATIENCE) < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
                    if (record.key() != null) {
                        codec.decode(record.key(), record.value()).ifPresent(entries);
                    }
                }
            }
        }
    }

    @Override
    public void append(LogEntry entry) {
        LogCodec.Encoded record = codec.encode(entry);
        try {
            producer.send(new ProducerRecord<>(TOPIC, 0, record.key(), record.value()))
                    .get();
        } catch (ExecutionException e) {
            throw RegistryException.store(e.getCause().getMessage());
        } catch (KafkaException e) {
            throw RegistryException.store(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RegistryException.store("interrupted");
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
