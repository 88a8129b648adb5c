package io.tokentape.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
    private static final TopicPartition TAPE = new TopicPartition("tape", 0);

    @TempDir
    Path dir;

    @Test
    void keepsTopicsRecordsAndOffsetsOverARestartOnAnotherPort() throws Exception {
        byte[] large = new byte[4 << 20];
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0);
                Admin admin = admin(broker)) {
            admin.createTopics(List.of(new NewTopic(TAPE.topic(), 1, (short) 1)))
                    .all()
                    .get();
            try (KafkaProducer<byte[], byte[]> producer = producer(broker)) {
                producer.send(new ProducerRecord<>(TAPE.topic(), large)).get();
            }
            admin.alterConsumerGroupOffsets("reader", Map.of(TAPE, new OffsetAndMetadata(1)))
                    .all()
                    .get();
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0);
                Admin admin = admin(broker);
                KafkaConsumer<byte[], byte[]> consumer = consumer(broker)) {
            assertThat(admin.listTopics().names().get()).contains(TAPE.topic());
            assertThat(admin.listConsumerGroupOffsets("reader")
                            .partitionsToOffsetAndMetadata()
                            .get())
                    .containsEntry(TAPE, new OffsetAndMetadata(1));
            consumer.assign(Set.of(TAPE));
            consumer.seekToBeginning(Set.of(TAPE));
            assertThat(consumer.poll(Duration.ofSeconds(30)).records(TAPE))
                    .singleElement()
                    .satisfies(record -> assertThat(record.value()).isEqualTo(large));
        }
    }

    @Test
    void doesNotCreateTopicsThatAreOnlyAskedFor() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0);
                KafkaConsumer<byte[], byte[]> consumer = consumer(broker);
                Admin admin = admin(broker)) {
            assertThat(consumer.partitionsFor("mistyped")).isEmpty();
            assertThatThrownBy(() -> admin.describeTopics(List.of("mistyped"))
                            .allTopicNames()
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void failsWithTheBindErrorWhenTheGivenPortIsTakenAndStartsOnceItIsFree() throws Exception {
        int port;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = other.getLocalPort();
            assertThatThrownBy(() -> EmbeddedBroker.start(dir, port)).matches(Ports::isTaken, "says the port is taken");
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, port)) {
            assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
        }
    }

    private static Admin admin(EmbeddedBroker broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static KafkaProducer<byte[], byte[]> producer(EmbeddedBroker broker) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "max.request.size", 5 << 20);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(EmbeddedBroker broker) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
