package io.tokentape.standalone.up;

import static io.tokentape.standalone.up.UpClient.PATIENCE;
import static io.tokentape.standalone.up.UpClient.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tokentape.schemas.avro.Event;
import io.tokentape.schemas.avro.EventType;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.JoinedAsset;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.Sentiment;
import io.tokentape.schemas.avro.SentimentLabel;
import io.tokentape.schemas.avro.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another program may leave in `intelligence`, and no table can hold: it costs its own row and nothing else. */
class RefusedRowTest {
    private static final long AT = Instant.parse("2024-03-01T12:00:00Z").toEpochMilli();

    @TempDir
    Path dir;

    @Test
    void goesToTheDeadLettersAndTheSinkGoesOn() throws Exception {
        try (UpProcess up = UpProcess.start(dir.resolve("data"), dir.resolve("err"))) {
            UpClient client = UpClient.of(up);
            List<ProducerRecord<byte[], byte[]>> bad = List.of(
                    row(client, intelligence(id(1), "x:\0")),
                    // Longer than an index can hold, and too random to be packed.
                    row(client, intelligence(noise(), "x:AA")),
                    UpClient.record(TOPICS.intelligence, id(3), new byte[] {1, 2, 3}, AT),
                    UpClient.record(TOPICS.intelligence, id(4), null, AT));
            List<String> good = new ArrayList<>();
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                if (i % 10 == 5) {
                    records.add(bad.get(i / 10));
                }
                good.add(id(100 + i));
                records.add(row(client, intelligence(id(100 + i), "x:AA")));
            }
            List<RecordMetadata> places = client.send(records);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(listed(client)).containsExactlyInAnyOrderElementsOf(good));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(lettersOfConnect(client)).hasSize(bad.size()));
            Map<String, ConsumerRecord<String, byte[]>> dead = lettersOfConnect(client).stream()
                    .collect(Collectors.toMap(RefusedRowTest::origin, Function.identity()));
            for (ProducerRecord<byte[], byte[]> record : bad) {
                ConsumerRecord<String, byte[]> letter =
                        dead.get(places.get(records.indexOf(record)).toString());
                assertThat(letter).isNotNull();
                assertThat(letter.value()).isEqualTo(record.value());
                assertThat(header(letter, "__connect.errors.exception.message")).isNotEmpty();
            }

            client.send(List.of(row(client, intelligence(id(200), "x:BB"))));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(listed(client)).contains(id(200)));
            assertThat(client.awaitItem(id(200)).path("id").asText()).isEqualTo(id(200));
            assertThat(client.get("/health").statusCode()).isEqualTo(200);
        }
    }

    /** Without those of the topologies, which read the topic too and cannot use two of the records. */
    private static List<ConsumerRecord<String, byte[]>> lettersOfConnect(UpClient client) {
        return client.read(TOPICS.dlq).stream()
                .filter(letter -> letter.headers().lastHeader("__connect.errors.topic") != null)
                .toList();
    }

    private static List<String> listed(UpClient client) throws Exception {
        List<String> ids = new ArrayList<>();
        for (JsonNode item : client.rest("/api/v1/intelligence/?size=100").path("items")) {
            ids.add(item.path("id").asText());
        }
        return ids;
    }

    private static ProducerRecord<byte[], byte[]> row(UpClient client, Intelligence intelligence) {
        return UpClient.record(
                TOPICS.intelligence, intelligence.getId(), client.encoded(TOPICS.intelligence, intelligence), AT);
    }

    private static String id(int number) {
        return String.format("%032x", number);
    }

    private static String noise() {
        return new Random(3)
                .ints(20_000, ' ', 0x7f)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String origin(ConsumerRecord<String, byte[]> letter) {
        return header(letter, "__connect.errors.topic")
                + '-'
                + header(letter, "__connect.errors.partition")
                + '@'
                + header(letter, "__connect.errors.offset");
    }

    private static String header(ConsumerRecord<String, byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static Intelligence intelligence(String id, String asset) {
        return Intelligence.newBuilder()
                .setId(id)
                .setType(PostSource.NEWS)
                .setPostId("p")
                .setRevision(1)
                .setText("t")
                .setAssets(List.of(JoinedAsset.newBuilder()
                        .setAsset(asset)
                        .setReason("no_state")
                        .build()))
                .setSentiment(new Sentiment(SentimentLabel.NEUTRAL, 0.0, 0.5))
                .setEvent(new Event(EventType.OTHER, 0.5))
                .setValue(new Value(0.0, false, List.of()))
                .setLineage(new Lineage("another-program", 0, 0L, "1", "1"))
                .build();
    }
}
