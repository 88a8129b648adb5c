package io.tokentape.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.standalone.platform.Platform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command against a broker. */
class IngestCommandTest {
    @TempDir
    private static Path folder;

    private static Platform broker;
    private static StubRegistry registry;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void startCluster() throws IOException {
        broker = Platform.create(folder.resolve("broker"));
        registry = new StubRegistry();
    }

    @AfterAll
    static void stopCluster() {
        registry.close();
        broker.close();
    }

    @Test
    void importsPostsFromFilesAndStandardInput() throws Exception {
        Topics topics = create("import.");
        Path plain =
                write("a.jsonl", post("tweet", 1, "\"author\":\"ann\",") + post("news", 2, "\"channel\":\"desk\","));
        Path zipped = folder.resolve("b.jsonl");
        try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            gzip.write(post("announcement", 3, "").getBytes(StandardCharsets.UTF_8));
        }
        String piped = post("telegram", 4, "\"channel\":\"calls\",");

        int code = run("import.", piped, "posts", plain.toString(), zipped.toString(), "-");

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(out.toString()).startsWith("posts: read 4, sent 4, rejected 0, in ");
        ConsumerRecord<String, RawPost> tweet = read(topics.rawTweets).get(0);
        assertThat(tweet.key()).isEqualTo("ann");
        assertThat(tweet.timestamp())
                .isEqualTo(Instant.parse("2017-07-20T00:00:01Z").toEpochMilli());
        assertThat(tweet.value().getText()).isEqualTo("text 1");
        assertThat(read(topics.rawNews)).extracting(ConsumerRecord::key).containsExactlyInAnyOrder("desk", "3");
        assertThat(read(topics.rawTelegram)).extracting(ConsumerRecord::key).containsExactly("calls");
    }

    @Test
    void importsTheLargestPosts() throws Exception {
        Topics topics = create("large.");
        String large = "{\"source\":\"tweet\",\"id\":\"%d\",\"ts\":\"2025-01-01T00:00:00Z\",\"text\":\"%s\"}\n";
        // Random, so that compression does not help.
        String text = new java.util.SplittableRandom(1)
                .ints((4 << 20) - 8192, 'a', 'z' + 1)
                .collect(StringBuilder::new, (into, c) -> into.append((char) c), StringBuilder::append)
                .toString();
        Path file = write("large.jsonl", large.formatted(1, text) + large.formatted(2, text + text));

        int code = run("large.", "", "posts", file.toString());

        assertThat(err.toString())
                .contains("large.jsonl:2: the record would be about ")
                .hasLineCount(1);
        assertThat(code).isEqualTo(1);
        assertThat(read(topics.rawTweets))
                .extracting(record -> record.value().getText().length())
                .containsExactly(text.length());
    }

    @Test
    void rejectedLinesAreReportedAndShowInTheExitCode() throws Exception {
        Topics topics = create("rejected.");
        Path file = write("c.jsonl", post("tweet", 1, "") + "nonsense\n" + post("tweet", 2, ""));

        assertThat(run("rejected.", "", "posts", file.toString())).isEqualTo(1);

        assertThat(err.toString()).startsWith(file + ":2: malformed JSON").hasLineCount(1);
        assertThat(read(topics.rawTweets)).hasSize(2);
    }

    @Test
    void candlesFindTheirAssetsInTheShippedRegistry() throws Exception {
        create("candles.");
        Path file = write(
                "d.csv",
                "symbol,quote,interval,ts,open,high,low,close,volume\nBTC,USD,1h,2025-01-01T00:00:00Z,1,2,1,2,3\n"
                        + "NOSUCHTOKEN,USD,1h,2025-01-01T00:00:00Z,1,2,1,2,3\n");

        assertThat(run("candles.", "", "candles", file.toString())).isZero();

        assertThat(out.toString()).startsWith("candles: read 2, sent 1, rejected 0, skipped 1 (unknown_symbol 1), in ");
    }

    @Test
    void missingTopicsAreNamedInOneLine() throws Exception {
        Path file = write("e.jsonl", post("tweet", 1, ""));

        assertThat(run("nowhere.", "", "posts", file.toString())).isEqualTo(3);

        assertThat(err.toString())
                .contains("nowhere.raw.tweets")
                .contains("tokentape topics create")
                .hasLineCount(1);
    }

    @Test
    void givesUpWhenNoBrokerAnswers() throws Exception {
        Path file = write("f.jsonl", post("tweet", 1, ""));

        int code = execute("", "--bootstrap-servers", "127.0.0.1:1", "--timeout", "300ms", "posts", file.toString());

        assertThat(code).isEqualTo(3);
        assertThat(err.toString())
                .isEqualTo("no broker answers at 127.0.0.1:1; is it running?" + System.lineSeparator());
    }

    @Test
    void givesUpWhenNoRegistryAnswers() throws Exception {
        create("unregistered.");
        Path file = write("g.jsonl", post("tweet", 1, ""));

        int code = execute(
                "",
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--registry-url",
                "http://127.0.0.1:1",
                "--prefix",
                "unregistered.",
                "--timeout",
                "5s",
                "posts",
                file.toString());

        assertThat(code).isEqualTo(3);
        assertThat(err.toString())
                .contains("registry away at http://127.0.0.1:1")
                .hasLineCount(1);
    }

    @Test
    void refusesWhatItCannotRead() {
        assertThat(run("x.", "", "posts", "no-such-file")).isEqualTo(2);
        assertThat(err.toString()).startsWith("cannot read no-such-file: no such file");
        assertThat(run("x.", "", "posts", folder.toString())).isEqualTo(2);
        assertThat(run("x.", "", "tweets", "x")).isEqualTo(2);
        assertThat(run("x.", "", "posts")).isEqualTo(2);
        assertThat(run("x.", "", "posts", "-", "-")).isEqualTo(2);
        assertThat(run("x.", "", "--timeout", "soon", "posts", "-")).isEqualTo(2);
    }

    private int run(String prefix, String standardInput, String... args) {
        List<String> all = new ArrayList<>(List.of(
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--registry-url",
                registry.url(),
                "--prefix",
                prefix));
        all.addAll(List.of(args));
        return execute(standardInput, all.toArray(String[]::new));
    }

    private int execute(String standardInput, String... args) {
        InputStream in = new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8));
        CommandLine command = IngestCommand.commandLine(in)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((e, line, result) -> {
                    line.getErr().println(e.getMessage());
                    return line.getCommandSpec().exitCodeOnExecutionException();
                });
        return command.execute(args);
    }

    private static Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String post(String source, int id, String more) {
        return "{\"source\":\"%s\",%s\"id\":\"%d\",\"ts\":\"2017-07-20T00:00:0%dZ\",\"text\":\"text %d\"}\n"
                .formatted(source, more, id, id, id);
    }

    private static Topics create(String prefix) throws InterruptedException, ExecutionException {
        Topics topics = new Topics(prefix);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(topics.all().stream()
                            .map(topic -> new NewTopic(topic.name(), 1, (short) 1).configs(topic.settings()))
                            .toList())
                    .all()
                    .get();
        }
        return topics;
    }

    private static List<ConsumerRecord<String, RawPost>> read(Topic<RawPost> topic) {
        Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (KafkaConsumer<String, RawPost> consumer = new KafkaConsumer<>(
                config,
                new StringDeserializer(),
                WireSerdes.over(registry.schemas).of(RawPost.class).deserializer())) {
            TopicPartition partition = new TopicPartition(topic.name(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<ConsumerRecord<String, RawPost>> records = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }
}
