package io.tokentape.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.InMemorySchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.standalone.platform.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFeedTest {
    private static final Topics TOPICS = new Topics("demo.");
    private static final Instant END = DemoTape.START.plus(Duration.ofMinutes(90));

    @Test
    void feedsUpToTheClockAndGoesOnAfterARestart(@TempDir Path folder) throws Exception {
        Path note = folder.resolve("state/demo");
        DemoTape tape = new DemoTape(DemoTape.SEED, TOPICS, Clock.fixed(END, ZoneOffset.UTC));
        int expected = IntStream.iterate(0, i -> tape.hasNext(), i -> i + 1)
                .peek(i -> tape.next())
                .map(i -> 1)
                .sum();
        try (Platform broker = Platform.create(folder.resolve("broker"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(TOPICS.all().stream()
                            .map(topic -> new NewTopic(topic.name(), 1, (short) 1).configs(topic.settings()))
                            .toList())
                    .all()
                    .get();

            // A quarter of an hour at first, and a clock that has moved on after the restart.
            feedUntilTheEnd(broker, note, DemoTape.START.plus(Duration.ofMinutes(15)));
            long first = records(admin);
            assertThat(first).isBetween(1L, expected - 1L);
            assertThat(Files.readString(note)).isEqualTo(DemoTape.SEED + " " + first + "\n");

            feedUntilTheEnd(broker, note, END);
            assertThat(records(admin)).isEqualTo(expected);
        }
    }

    private static void feedUntilTheEnd(Platform broker, Path note, Instant now) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        DemoTape tape = new DemoTape(DemoTape.SEED, TOPICS, clock);
        int events = 0;
        while (tape.hasNext()) {
            tape.next();
            events++;
        }
        String done = DemoTape.SEED + " " + events + "\n";
        try (DemoFeed feed = DemoFeed.start(
                broker.bootstrapServers(),
                WireSerdes.over(new InMemorySchemaRegistry()),
                "demo.",
                note,
                clock,
                Duration.ZERO)) {
            assertThat(feed).isNotNull();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(note) && Files.readString(note).equals(done));
        }
    }

    private static long records(Admin admin) throws Exception {
        List<TopicPartition> partitions = TOPICS.all().stream()
                .map(topic -> new TopicPartition(topic.name(), 0))
                .toList();
        Map<TopicPartition, OffsetSpec> latest = new java.util.HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get().values().stream()
                .mapToLong(offsets -> offsets.offset())
                .sum();
    }
}
