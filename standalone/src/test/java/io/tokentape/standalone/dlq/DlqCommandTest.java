package io.tokentape.standalone.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.HttpSchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.standalone.Tokentape;
import io.tokentape.standalone.platform.Platform;
import io.tokentape.standalone.topics.TopicAdmin;
import io.tokentape.topology.account.PoisonException;
import io.tokentape.topology.account.TapeTime;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DlqCommandTest {
    private static final long AT = 1_753_000_000_000L;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path dir;

    private static Platform platform;

    private Topics topics;

    @BeforeAll
    static void startCluster() {
        platform = Platform.create(dir);
    }

    @AfterAll
    static void stopCluster() {
        platform.close();
    }

    @BeforeEach
    void createTopics(TestInfo test) {
        topics = new Topics(test.getTestMethod().orElseThrow().getName() + ".");
        try (TopicAdmin admin = new TopicAdmin(Map.of("bootstrap.servers", platform.bootstrapServers()))) {
            admin.createMissing(List.of(topics.rawTweets, topics.dlq), Optional.empty());
        }
    }

    @Test
    void listsByReasonStepAndTopic() throws Exception {
        letters(List.of(
                letter("a", "analyse-posts", "undecodable: no such schema", AT, 0),
                letter("b", "analyse-posts", "undecodable: too short", AT + 5000, 0),
                letter("c", "analyse-posts", "null_key: no key\u001b[31m", AT, 1)));

        assertThat(run("list").out())
                .containsExactly(
                        groupLine("null_key", 1, 0, "2025-07-20T08:26:40Z", "2025-07-20T08:26:40Z"),
                        groupLine("undecodable", 2, 0, "2025-07-20T08:26:40Z", "2025-07-20T08:26:45Z"));
        assertThat(run("list", "--format=table").out())
                .hasSize(3)
                .first()
                .asString()
                .matches("reason +step +topic +letters +waiting +redriven +first +last");
        assertThat(run("list", "--each", "--format=table").out()).noneMatch(line -> line.contains("\u001b"));
        assertThat(run("list", "--each", "--reason=null_key").out())
                .singleElement()
                .satisfies(line -> {
                    JsonNode letter = JSON.readTree(line);
                    assertThat(letter.path("id").asText()).isEqualTo("0@2");
                    assertThat(letter.path("step").asText()).isEqualTo("analyse-posts");
                    assertThat(letter.path("attempts").asInt()).isEqualTo(1);
                    assertThat(letter.path("redriven").asBoolean()).isFalse();
                });
        assertThat(run("list", "--each", "--until=2025-07-20T08:26:45Z").out()).hasSize(2);
        assertThat(run("list", "--each", "--since=2025-07-20T08:26:45Z").out()).hasSize(1);
        assertThat(run("list", "--step=other", "--format=table").out()).containsExactly("no dead letters");
    }

    @Test
    void showsOneAsFarAsItCanBeUnderstood() throws Exception {
        RawPost post = RawPost.newBuilder()
                .setId("1")
                .setSource(PostSource.TWEET)
                .setText("$SOL breaks out")
                .build();
        byte[] framed = WireSerdes.over(new HttpSchemaRegistry(platform.registryUrl()))
                .of(RawPost.class)
                .serializer()
                .serialize(topics.rawTweets.name(), post);
        letters(List.of(
                new ProducerRecord<>(topics.dlq.name(), 0, AT, bytes("k"), framed, failure("analyse-posts", "x: y", 0)),
                new ProducerRecord<>(
                        topics.dlq.name(),
                        0,
                        AT,
                        null,
                        new byte[] {0, 1, 2, 3, 4, (byte) 0xff},
                        failure("analyse-posts", "x: y", 0))));

        JsonNode good = JSON.readTree(String.join("\n", run("show", "0@0").out()));
        assertThat(good.path("key").path("text").asText()).isEqualTo("k");
        assertThat(good.path("value").path("schema").asText()).isEqualTo(RawPost.class.getName());
        assertThat(good.path("value").path("record").path("text").asText()).isEqualTo("$SOL breaks out");
        assertThat(good.path("headers").path("__streams.errors.topic").asText()).isEqualTo(topics.rawTweets.name());

        JsonNode bad = JSON.readTree(String.join("\n", run("show", "0@1").out()));
        assertThat(bad.path("key").path("bytes").isNull()).isTrue();
        assertThat(bad.path("value").path("text").isNull()).isTrue();
        assertThat(bad.path("value").path("hex").asText()).isEqualTo("0001020304ff");
        assertThat(bad.path("value").path("trouble").asText()).contains("knows no schema 16909060");

        assertThat(run("show", "0@7").code()).isEqualTo(1);
        assertThat(run("show", "seven").code()).isEqualTo(2);
    }

    @Test
    void redrivesAsItWasAndOnlyOnce() throws Exception {
        Headers headers = failure("analyse-posts", "timestamp: out of range", 0);
        headers.add("trace", bytes("7")).add(TapeTime.OUT_OF_RANGE_HEADER, bytes("123456"));
        letters(List.of(
                letter("a", "analyse-posts", "undecodable: bad", AT, 0),
                new ProducerRecord<>(topics.dlq.name(), 0, AT, null, bytes("value"), headers),
                letter("c", "analyse-posts", "undecodable: bad", AT, 1)));

        assertThat(run("redrive").code()).isEqualTo(2);
        assertThat(run("redrive", "--all", "--reason=undecodable").code()).isEqualTo(2);
        assertThat(run("redrive", "--all", "--dry-run").out()).last().isEqualTo("{\"wouldRedrive\":3,\"refused\":0}");
        assertThat(tweets()).isEmpty();

        Result one = run("redrive", "0@1");
        assertThat(one.code()).isZero();
        assertThat(one.out())
                .containsExactly(
                        "{\"id\":\"0@1\",\"topic\":\"" + topics.rawTweets.name() + "\",\"partition\":3,\"attempt\":1}",
                        "{\"redriven\":1,\"refused\":0}");
        ConsumerRecord<byte[], byte[]> sent = tweets().get(0);
        assertThat(sent.partition()).isEqualTo(3);
        assertThat(sent.timestamp()).isEqualTo(123456);
        assertThat(sent.key()).isNull();
        assertThat(sent.value()).isEqualTo(bytes("value"));
        assertThat(headersOf(sent)).isEqualTo(Map.of("trace", "7", "tokentape.dlq.attempts", "1"));

        assertThat(run("redrive", "--reason=undecodable").out()).last().isEqualTo("{\"redriven\":2,\"refused\":0}");
        assertThat(run("redrive", "--all").out()).containsExactly("{\"redriven\":0,\"refused\":0}");
        assertThat(tweets()).hasSize(3);
        assertThat(headersOf(tweets().get(2))).containsEntry("tokentape.dlq.attempts", "2");
        assertThat(run("list", "--reason=undecodable").out())
                .containsExactly(groupLine("undecodable", 2, 2, "2025-07-20T08:26:40Z", "2025-07-20T08:26:40Z"));
    }

    @Test
    void refusesWhatWouldGoRoundOrNowhere() throws Exception {
        Headers gone = failure("analyse-posts", "undecodable: bad", 0);
        gone.remove("__streams.errors.topic").add("__streams.errors.topic", bytes("no.such.topic"));
        letters(List.of(
                letter("a", "analyse-posts", "undecodable: bad", AT, 3),
                new ProducerRecord<>(topics.dlq.name(), 0, AT, null, bytes("v"), gone),
                new ProducerRecord<>(topics.dlq.name(), 0, AT, null, bytes("v"), new RecordHeaders()),
                letter("d", "analyse-posts", "undecodable: bad", AT, 2)));

        Result result = run("redrive", "--all");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).hasSize(5).last().isEqualTo("{\"redriven\":1,\"refused\":3}");
        assertThat(result.out().get(0)).contains("sent again 3 times already");
        assertThat(result.out().get(1)).contains("no.such.topic has no partition 3 any more");
        assertThat(result.out().get(2)).contains("do not say where it came from");
        assertThat(run("redrive", "0@0", "--max-attempts=4").out()).last().isEqualTo("{\"redriven\":1,\"refused\":0}");
        assertThat(tweets()).hasSize(2);
    }

    @Test
    void aLetterTooLargeForItsTopicDoesNotHoldBackTheOthers() throws Exception {
        byte[] large = new byte[Topics.LARGE_RECORD_BYTES + 1000];
        letters(List.of(
                letter("a", "analyse-posts", "undecodable: bad", AT, 0),
                new ProducerRecord<>(
                        topics.dlq.name(), 0, AT, null, large, failure("analyse-posts", "undecodable: bad", 0)),
                letter("c", "analyse-posts", "undecodable: bad", AT, 0)));

        Result result = run("redrive", "--all");

        assertThat(result.out()).last().isEqualTo("{\"redriven\":2,\"refused\":1}");
        assertThat(tweets()).hasSize(2);
    }

    @Test
    void killedAgainAndAgainNoneIsSentTwiceOrLost() throws Exception {
        int count = 20_000;
        letters(IntStream.range(0, count)
                .mapToObj(i -> letter("key " + i, "analyse-posts", "undecodable: bad", AT + i, 0))
                .toList());

        for (int lines : new int[] {1, 700, 4_000}) {
            killAfter(lines);
        }
        Result last = run("redrive", "--all");

        assertThat(last.code()).isZero();
        assertThat(tweets())
                .extracting(record -> new String(record.key(), StandardCharsets.UTF_8))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, count).mapToObj(i -> "key " + i).toList());
        assertThat(run("redrive", "--all").out()).containsExactly("{\"redriven\":0,\"refused\":0}");
    }

    /** Kills `redrive --all` with SIGKILL once it has reported so many letters. */
    private void killAfter(int lines) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Tokentape.class.getName(),
                        "dlq",
                        "redrive",
                        "--all",
                        "--bootstrap-servers=" + platform.bootstrapServers(),
                        "--prefix=" + topics.prefix())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader()) {
            for (int i = 0; i < lines; i++) {
                assertThat(out.readLine()).contains("\"attempt\":1}");
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private record Result(int code, List<String> out) {}

    private Result run(String command, String... more) {
        StringWriter out = new StringWriter();
        List<String> args = new ArrayList<>(
                List.of(command, "--bootstrap-servers=" + platform.bootstrapServers(), "--prefix=" + topics.prefix()));
        if (command.equals("show")) {
            args.add("--registry-url=" + platform.registryUrl());
        }
        args.addAll(List.of(more));
        int code = new CommandLine(new DlqCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(new StringWriter(), true))
                .execute(args.toArray(String[]::new));
        return new Result(code, out.toString().lines().toList());
    }

    private String groupLine(String reason, int letters, int redriven, String first, String last) {
        return "{\"reason\":\"" + reason + "\",\"step\":\"analyse-posts\",\"topic\":\"" + topics.rawTweets.name()
                + "\",\"letters\":" + letters + ",\"waiting\":" + (letters - redriven) + ",\"redriven\":" + redriven
                + ",\"first\":\"" + first + "\",\"last\":\"" + last + "\"}";
    }

    private ProducerRecord<byte[], byte[]> letter(String key, String step, String message, long at, int attempts) {
        return new ProducerRecord<>(
                topics.dlq.name(), 0, at, bytes(key), bytes("value"), failure(step, message, attempts));
    }

    /** Headers as the platform and our handler write them. */
    private Headers failure(String step, String message, int attempts) {
        Headers headers = new RecordHeaders();
        if (attempts > 0) {
            headers.add("tokentape.dlq.attempts", bytes(Integer.toString(attempts)));
        }
        return headers.add("__streams.errors.exception", bytes(PoisonException.class.getName()))
                .add("__streams.errors.message", bytes(message))
                .add("__streams.errors.stacktrace", bytes("none"))
                .add("__streams.errors.topic", bytes(topics.rawTweets.name()))
                .add("__streams.errors.partition", bytes("3"))
                .add("__streams.errors.offset", bytes("17"))
                .add("tokentape.step", bytes(step));
    }

    private void letters(List<ProducerRecord<byte[], byte[]>> letters) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", platform.bootstrapServers(), "max.request.size", Topics.DEAD_LETTER_BYTES),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            letters.forEach(producer::send);
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> tweets() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", platform.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, topics.rawTweets.partitions())
                    .mapToObj(partition -> new TopicPartition(topics.rawTweets.name(), partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    private static Map<String, String> headersOf(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
