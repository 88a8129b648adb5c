package io.tokentape.standalone.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.RegistryAwayException;
import io.tokentape.serving.view.ReadableStats;
import io.tokentape.serving.view.StreamTime;
import io.tokentape.serving.view.View;
import io.tokentape.serving.view.ViewTopology;
import io.tokentape.standalone.platform.Platform;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Serving's view on a real broker. */
@Tag("slow")
class ViewTest {
    private static final Topics TOPICS = new Topics("test.");

    @TempDir
    Path dir;

    private final BlockingQueue<Byte> tokens = new LinkedBlockingQueue<>();
    private final AtomicInteger away = new AtomicInteger();

    @Test
    void tokensAreReadWhenTheRegistryIsBack() throws Exception {
        try (Platform broker = Platform.create(dir.resolve("broker"))) {
            Map<String, String> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
            try (Admin admin = Admin.create(Map.copyOf(kafka));
                    KafkaProducer<String, byte[]> producer =
                            new KafkaProducer<>(Map.copyOf(kafka), new StringSerializer(), new ByteArraySerializer());
                    View view = new View(
                            new ViewTopology(
                                    TOPICS,
                                    new StreamTime(),
                                    state -> true,
                                    new ReadableStats("unused", (topic, value) -> null, InstantSource.system()),
                                    this::put),
                            TOPICS,
                            kafka,
                            admin,
                            new SimpleMeterRegistry(),
                            InstantSource.system())) {
                admin.createTopics(List.of(
                                new NewTopic(TOPICS.intelligence.name(), 1, (short) 1),
                                new NewTopic(TOPICS.tokenState.name(), 1, (short) 1),
                                new NewTopic(TOPICS.tokenStats.name(), 1, (short) 1),
                                new NewTopic(TOPICS.refTokens.name(), 1, (short) 1)))
                        .all()
                        .get();
                producer.send(token(1)).get();
                away.set(2);
                view.start(new View.Placement("test-view", dir.resolve("state").toString(), "127.0.0.1:1", 1, 0));
                assertThat(next()).isEqualTo((byte) 1);

                // While it runs, and not only at its start.
                away.set(2);
                producer.send(token(2)).get();
                assertThat(next()).isEqualTo((byte) 1);
                assertThat(next()).isEqualTo((byte) 2);
            }
        }
    }

    private void put(byte[] value) {
        if (away.get() > 0) {
            away.decrementAndGet();
            throw new RegistryAwayException("no answer");
        }
        tokens.add(value[5]);
    }

    private Byte next() throws InterruptedException {
        return tokens.poll(60, TimeUnit.SECONDS);
    }

    /** In wire format. */
    private static ProducerRecord<String, byte[]> token(int number) {
        return new ProducerRecord<>(
                TOPICS.refTokens.name(), "token-" + number, new byte[] {0, 0, 0, 0, 1, (byte) number});
    }
}
