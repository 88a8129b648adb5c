package io.tokentape.standalone.up;

import static io.tokentape.standalone.up.UpClient.JSON;
import static io.tokentape.standalone.up.UpClient.PATIENCE;
import static io.tokentape.standalone.up.UpClient.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tokentape.schemas.avro.PostMetrics;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.PostId;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of others: they know Kafka, Avro, the registry's REST, WebSockets and JSON, and nothing of ours. */
class ConsumerTest {
    private static final Instant AT = Instant.parse("2024-03-01T12:00:00Z");

    @TempDir
    static Path dir;

    private static UpProcess up;
    private static UpClient client;

    @BeforeAll
    static void start() throws Exception {
        up = UpProcess.start(dir.resolve("data"), dir.resolve("err"), Map.of("TOKENTAPE_LIVE_HEARTBEAT_SECONDS", "1"));
        client = UpClient.of(up);
    }

    @AfterAll
    static void stop() throws IOException {
        up.close();
    }

    @Test
    void readsIntelligenceByAvroAndTheRegistryAlone() throws Exception {
        List<String> ids = List.of(
                send(tweet("avro-1", "$BTC to the moon, $ETH follows \uD83D\uDE80")),
                send(RawPost.newBuilder(tweet("avro-2", "Bitcoin long, entry 60000, target 70000 / 80000, stop 55000"))
                        .setMetrics(PostMetrics.newBuilder().setLikes(7L).build())
                        .setFollowers(1_000L)
                        .build()));
        for (String id : ids) {
            JsonNode rest = client.awaitItem(id);

            ConsumerRecord<String, byte[]> record = client.read(TOPICS.intelligence).stream()
                    .filter(one -> one.key().equals(id))
                    .findFirst()
                    .orElseThrow();
            GenericRecord read = decoded(record.value());

            assertThat(rest.path("ts").asText())
                    .isEqualTo(Instant.ofEpochMilli(record.timestamp()).toString());
            for (String field : List.of("id", "postId", "author", "title", "text", "language", "revision")) {
                assertThat(rest.path(field).asText(null))
                        .as(field)
                        .isEqualTo(read.get(field) == null ? null : String.valueOf(read.get(field)));
            }
            assertThat(rest.path("type").asText())
                    .isEqualTo(read.get("type").toString().toLowerCase(Locale.ROOT));
            assertThat(rest.path("subtype").asText())
                    .isEqualTo(read.get("subtype").toString().toLowerCase(Locale.ROOT));
            for (List<String> score : List.of(
                    List.of("sentiment", "score"),
                    List.of("sentiment", "confidence"),
                    List.of("event", "confidence"),
                    List.of("value", "score"))) {
                Object number = ((GenericRecord) read.get(score.get(0))).get(score.get(1));
                assertThat(rest.path(score.get(0)).path(score.get(1)).asDouble())
                        .as("%s", score)
                        .isEqualTo(((Number) number).doubleValue());
            }
            assertThat(mentions(rest.path("mentions"))).isNotEmpty().isEqualTo(mentions(records(read, "mentions")));
            assertThat(rest.path("assets").findValuesAsText("asset"))
                    .isNotEmpty()
                    .isEqualTo(records(read, "assets").stream()
                            .map(asset -> asset.get("asset").toString())
                            .toList());
        }
        assertThat(client.rest("/api/v1/intelligence/" + ids.get(1))
                        .path("signal")
                        .path("side")
                        .asText())
                .isEqualTo("long");
    }

    @Test
    void readsAFileThatIsPutIntoTheInbox() throws Exception {
        Path inbox = dir.resolve("data/inbox");
        await().atMost(PATIENCE).until(() -> Files.isDirectory(inbox));
        Path whole = Files.writeString(
                dir.resolve("posts.jsonl"),
                "{\"source\":\"tweet\",\"id\":\"inbox-1\",\"author\":\"someone\",\"ts\":\"2024-06-01T12:00:00Z\","
                        + "\"text\":\"$BTC to the moon\"}\n");
        Files.move(whole, inbox.resolve("posts.jsonl"));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(client.read(TOPICS.intelligence).stream()
                                .map(record -> client.decoded(TOPICS.intelligence, record)
                                        .getPostId()))
                        .contains("inbox-1"));
    }

    @Test
    void speaksTheSocketOfTheSystemBefore() throws Exception {
        try (LiveClient live = new LiveClient(client.url())) {
            live.send("{\"type\":\"init\",\"data\":{\"subscriptions\":\"agent-1#agent-2\"}}");
            JsonNode welcome = live.next();
            assertThat(welcome.path("type").asText()).isEqualTo("welcome");
            assertThat(welcome.path("message").isTextual()).isTrue();
            assertThat(welcome.path("subscriptions").asText()).isEqualTo("agent-1#agent-2");

            live.send("{\"type\":\"ping\"}");
            assertThat(live.next("pong").path("time").isTextual()).isTrue();

            long first = live.next("heartbeat").path("counter").asLong();
            assertThat(live.next("heartbeat").path("counter").asLong()).isEqualTo(first + 1);
            live.send("{\"type\":\"heartbeat\"}");
            live.next("pong");

            String id = send(tweet("live-1", "Selling all my $SOL"));
            JsonNode message =
                    live.next(frame -> frame.path("data").path("id").asText().equals(id));
            assertThat(message.path("type").asText()).isEqualTo("message");
            assertThat(message.path("data")).isEqualTo(client.awaitItem(id));

            live.send("{\"type\":\"follow\"}");
            assertThat(live.next("error").path("code").asText()).isEqualTo("unknown-type");
        }
    }

    private static RawPost tweet(String id, String text) {
        return RawPost.newBuilder()
                .setSource(PostSource.TWEET)
                .setId(id)
                .setAuthor("sayer")
                .setText(text)
                .build();
    }

    private static String send(RawPost post) throws InterruptedException {
        client.send(List.<ProducerRecord<byte[], byte[]>>of(UpClient.record(
                TOPICS.rawTweets, post.getAuthor(), client.encoded(TOPICS.rawTweets, post), AT.toEpochMilli())));
        return PostId.of(Post.Source.TWEET, post.getId(), post.getRevision());
    }

    /** As the wire format is described: a zero byte, the schema's id in four bytes, Avro binary. */
    private static GenericRecord decoded(byte[] value) throws IOException, InterruptedException {
        ByteBuffer buffer = ByteBuffer.wrap(value);
        assertThat(buffer.get()).isZero();
        HttpResponse<String> found = UpProcess.get(client.registry().resolve("/schemas/ids/" + buffer.getInt()));
        assertThat(found.statusCode()).isEqualTo(200);
        Schema schema = new Schema.Parser()
                .parse(JSON.readTree(found.body()).path("schema").asText());
        return new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(value, buffer.position(), buffer.remaining(), null));
    }

    private static List<GenericRecord> records(GenericRecord of, String field) {
        List<GenericRecord> records = new ArrayList<>();
        for (Object one : (List<?>) of.get(field)) {
            records.add((GenericRecord) one);
        }
        return records;
    }

    private static List<String> mentions(JsonNode json) {
        List<String> mentions = new ArrayList<>();
        for (JsonNode one : json) {
            mentions.add(one.path("surface").asText()
                    + ' '
                    + one.path("start")
                    + '-'
                    + one.path("end")
                    + ' '
                    + one.path("asset").asText("")
                    + ' '
                    + one.path("probability").asDouble());
        }
        return mentions;
    }

    private static List<String> mentions(List<GenericRecord> records) {
        List<String> mentions = new ArrayList<>();
        for (GenericRecord one : records) {
            Object asset = one.get("asset");
            mentions.add(one.get("surface").toString()
                    + ' '
                    + one.get("start")
                    + '-'
                    + one.get("end")
                    + ' '
                    + (asset == null ? "" : asset)
                    + ' '
                    + one.get("probability"));
        }
        return mentions;
    }
}
