package io.tokentape.topology.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokentape.schemas.avro.CompanyRef;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.RegistryAwayException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceStepTest {
    private static final Topic<CompanyRef> TOPIC = new Topics(Topics.DEFAULT_PREFIX).refCompanies;

    @TempDir
    private Path folder;

    private final List<String> taken = new ArrayList<>();
    private RuntimeException unreadable;
    private RuntimeException unusable;
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> topic;

    @BeforeEach
    void start() {
        StreamsBuilder builder = new StreamsBuilder();
        new ReferenceStep<>(new ReferenceStep.Names("register", "reference-store"), TOPIC, this::read, this::take)
                .build(builder);
        Properties settings = new Properties();
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        driver = new TopologyTestDriver(builder.build(), settings);
        topic = driver.createInputTopic(TOPIC.name(), new StringSerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void whateverARecordMakesFailTheNextIsTaken() {
        for (RuntimeException failure : List.of(
                new IllegalArgumentException("not 1 to 16 words"),
                new NullPointerException("name"),
                new IndexOutOfBoundsException("17"),
                new ClassCastException("no company"))) {
            unusable = failure;
            put("poison");
            unusable = null;
            put("acme");
        }
        unreadable = new SerializationException("no Avro");
        put("poison");
        unreadable = null;
        put("bolt");

        assertThat(taken).containsExactly("acme", "acme", "acme", "acme", "bolt");
    }

    @Test
    void stopsWhereTheRecordIsNotToBlame() {
        unreadable = new RegistryAwayException("connection refused");
        assertThatThrownBy(() -> put("acme")).hasStackTraceContaining("connection refused");
        unreadable = new SerializationException("schema 7", new RegistryAwayException("connection refused"));
        assertThatThrownBy(() -> put("acme")).hasStackTraceContaining("connection refused");
        unreadable = null;
        for (KafkaException failure :
                List.of(new TopicAuthorizationException("ref"), new KafkaException("the cluster is away"))) {
            unusable = failure;
            assertThatThrownBy(() -> put("acme")).hasStackTraceContaining(failure.getMessage());
        }

        assertThat(taken).isEmpty();
    }

    @Test
    void passesOverATombstoneAndKeepsNoBytes() {
        put("acme");
        topic.pipeInput("acme", (byte[]) null);
        put("bolt");

        assertThat(taken).containsExactly("acme", "bolt");
        assertThat(driver.getKeyValueStore("reference-store").approximateNumEntries())
                .isZero();
    }

    private void put(String id) {
        topic.pipeInput(id, id.getBytes(StandardCharsets.UTF_8));
    }

    private CompanyRef read(String from, byte[] bytes) {
        if (unreadable != null) {
            throw unreadable;
        }
        return bytes == null
                ? null
                : CompanyRef.newBuilder()
                        .setId(new String(bytes, StandardCharsets.UTF_8))
                        .setName("Acme")
                        .build();
    }

    private void take(CompanyRef company) {
        if (unusable != null) {
            throw unusable;
        }
        taken.add(company.getId());
    }
}
