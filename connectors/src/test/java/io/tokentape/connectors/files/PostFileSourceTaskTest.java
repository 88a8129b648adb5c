package io.tokentape.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.InMemorySchemaRegistry;
import io.tokentape.schemas.wire.RegistryAwayException;
import io.tokentape.schemas.wire.WireSerdes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostFileSourceTaskTest {
    private static final Instant NOW = Instant.parse("2025-07-20T12:00:00Z");
    private static final long SETTLE_MILLIS = 10_000;
    private static final Topics TOPICS = new Topics("t.");
    private static final Serde<RawPost> SERDE =
            WireSerdes.over(new InMemorySchemaRegistry()).of(RawPost.class);

    @TempDir
    private Path folder;

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final Map<Map<String, ?>, Map<String, Object>> offsets = new HashMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private PostFileSourceTask task;

    @Test
    void writesWireFormatWithKeyTimeAndPosition() throws Exception {
        Path file = write("a.jsonl", post(1));

        SourceRecord record = poll().get(0);

        assertThat(record.topic()).isEqualTo("t.raw.tweets");
        assertThat((byte[]) record.key()).asString(StandardCharsets.UTF_8).isEqualTo("ann");
        assertThat(record.timestamp())
                .isEqualTo(Instant.parse("2025-01-01T00:00:00Z").toEpochMilli());
        assertThat(text(record)).isEqualTo("text 1");
        assertThat(record.kafkaPartition()).isNull();
        assertThat(record.sourcePartition()).isEqualTo(Map.of("file", file.toString()));
        assertThat(record.sourceOffset()).isEqualTo(Map.of("bytes", (long) post(1).length(), "lines", 1L));
        assertThat(poll()).isEmpty();
    }

    @Test
    void readsFilesInOrderAndGzipAndThoseThatComeLater() throws Exception {
        write("b.jsonl", post(3) + post(4));
        zip("a.jsonl.gz", post(1) + post(2));
        write("notes.txt", post(99));

        assertThat(pollTexts()).containsExactly("text 1", "text 2", "text 3", "text 4");
        write("c.ndjson", post(5));
        Files.writeString(folder.resolve("b.jsonl"), post(6), StandardOpenOption.APPEND);

        assertThat(pollTexts()).containsExactly("text 6", "text 5");
        assertThat(poll()).isEmpty();
    }

    @Test
    void goesOnWhereAnotherLeftOffWhateverTheBatches() throws Exception {
        zip("a.jsonl.gz", posts(0, 25));
        write("b.jsonl", posts(25, 40));
        settings.put(PostFileSourceConfig.BATCH_RECORDS, "7");
        List<String> texts = new ArrayList<>();

        for (int i = 0; i < 6; i++) {
            for (SourceRecord record : poll()) {
                texts.add(text(record));
                offsets.put(record.sourcePartition(), new HashMap<>(record.sourceOffset()));
            }
            // As after a crash: a new task that knows nothing but the offsets.
            task = null;
        }

        assertThat(texts)
                .isEqualTo(IntStream.range(0, 40).mapToObj(i -> "text " + i).toList());
        assertThat(poll()).isEmpty();
    }

    @Test
    void skipsMalformedLines() throws Exception {
        write("a.jsonl", post(1) + "nonsense\n\n" + post(2) + "{}\n");

        assertThat(pollTexts()).containsExactly("text 1", "text 2");
        assertThat(poll()).isEmpty();
    }

    @Test
    void strictStopsAtAMalformedLineAfterWhatCameBefore() throws Exception {
        settings.put(PostFileSourceConfig.STRICT, "true");
        Path file = write("a.jsonl", post(1) + post(2) + "nonsense\n" + post(3));

        assertThat(pollTexts()).containsExactly("text 1", "text 2");

        assertThatThrownBy(this::poll)
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageStartingWith(file + ":3: malformed JSON");
    }

    @Test
    void anUnfinishedLastLineWaitsForItsRest() throws Exception {
        String last = post(2);
        Path file = write("a.jsonl", post(1) + last.substring(0, 20));
        touch(file, NOW);

        assertThat(pollTexts()).containsExactly("text 1");
        assertThat(poll()).isEmpty();
        Files.writeString(file, last.substring(20), StandardOpenOption.APPEND);

        assertThat(pollTexts()).containsExactly("text 2");
    }

    @Test
    void aWholeLastLineNeedsNoLineFeed() throws Exception {
        Path file = write("a.jsonl", post(1) + post(2).strip());
        touch(file, NOW);

        assertThat(pollTexts()).containsExactly("text 1", "text 2");
        Files.writeString(file, "\n" + post(3), StandardOpenOption.APPEND);

        assertThat(pollTexts()).containsExactly("text 3");
    }

    @Test
    void aZippedFileThatIsStillBeingCopiedWaitsForItsRest() throws Exception {
        byte[] whole = zipped(posts(0, 5000));
        Path file = Files.write(folder.resolve("a.jsonl.gz"), Arrays.copyOf(whole, whole.length / 2));
        touch(file, NOW);
        settings.put(PostFileSourceConfig.BATCH_RECORDS, "10000");

        List<String> texts = new ArrayList<>(pollTexts());
        assertThat(texts).hasSizeBetween(1, 4999);
        Files.write(file, whole);
        texts.addAll(pollTexts());

        assertThat(texts)
                .isEqualTo(IntStream.range(0, 5000).mapToObj(i -> "text " + i).toList());
    }

    @Test
    void nothingIsLostWhileTheRegistryIsAway() throws Exception {
        write("a.jsonl", posts(0, 10));
        boolean[] away = {true};
        start((topic, post) -> {
            if (away[0] && post.getText().equals("text 5")) {
                throw new RegistryAwayException("away");
            }
            return SERDE.serializer().serialize(topic, post);
        });

        assertThatThrownBy(() -> task.poll()).isInstanceOf(RetriableException.class);
        away[0] = false;

        assertThat(pollTexts()).hasSize(10);
    }

    @Test
    void eachFileFallsToOneTask() throws Exception {
        for (int i = 0; i < 20; i++) {
            write("f" + i + ".jsonl", post(i));
        }
        List<Path> all = new ArrayList<>();
        PostFileSourceConfig config = new PostFileSourceConfig(config());
        for (int number = 0; number < 3; number++) {
            all.addAll(new FolderScan(config.paths(), config.glob(), FolderScan.share(number, 3)).files());
        }

        assertThat(all).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void theConnectorIsFoundAndOffersExactlyOnce() {
        PostFileSourceConnector connector = new PostFileSourceConnector();
        connector.start(config());

        assertThat(ServiceLoader.load(SourceConnector.class).stream().map(ServiceLoader.Provider::type))
                .contains(PostFileSourceConnector.class);
        assertThat(connector.exactlyOnceSupport(config())).isEqualTo(ExactlyOnceSupport.SUPPORTED);
        assertThat(connector.taskConfigs(2))
                .extracting(task -> task.get("task.number"))
                .containsExactly("0", "1");
    }

    @Test
    void theOneConfigurationIsComplete() {
        Map<String, String> config =
                PostFileSourceConfig.connectorConfig("p.", List.of("/in", "/more"), "http://registry:8081");
        PostFileSourceConfig parsed = new PostFileSourceConfig(config);

        assertThat(parsed.paths()).containsExactly(Path.of("/in"), Path.of("/more"));
        assertThat(parsed.prefix()).isEqualTo("p.");
        assertThat(parsed.strict()).isFalse();
        assertThat(parsed.batchRecords()).isEqualTo(2000);
        assertThat(parsed.pollMillis()).isEqualTo(1000);
        assertThat(parsed.settleMillis()).isEqualTo(10_000);
        assertThat(config).containsEntry("exactly.once.support", "requested");
    }

    private List<SourceRecord> poll() throws InterruptedException {
        if (task == null) {
            start(SERDE.serializer());
        }
        List<SourceRecord> records = task.poll();
        return records == null ? List.of() : records;
    }

    private List<String> pollTexts() throws InterruptedException {
        return poll().stream().map(PostFileSourceTaskTest::text).toList();
    }

    private void start(Serializer<RawPost> serializer) {
        task = new PostFileSourceTask();
        task.initialize(new FakeContext());
        PostFileSourceConfig config = new PostFileSourceConfig(config());
        task.start(
                config,
                new FolderScan(config.paths(), config.glob(), path -> true),
                new PostLines(TOPICS, clock),
                serializer,
                clock);
    }

    private Map<String, String> config() {
        Map<String, String> config = new HashMap<>(
                PostFileSourceConfig.connectorConfig("t.", List.of(folder.toString()), "http://unused:8081"));
        config.put(PostFileSourceConfig.POLL_MILLIS, "1");
        config.put(PostFileSourceConfig.SETTLE_MILLIS, Long.toString(SETTLE_MILLIS));
        config.putAll(settings);
        return config;
    }

    /** Writes a file that has been lying there for long. */
    private Path write(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        touch(file, NOW.minusMillis(SETTLE_MILLIS));
        return file;
    }

    private void zip(String name, String text) throws IOException {
        Path file = Files.write(folder.resolve(name), zipped(text));
        touch(file, NOW.minusMillis(SETTLE_MILLIS));
    }

    private static void touch(Path file, Instant at) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(at));
    }

    private static byte[] zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String posts(int from, int to) {
        StringBuilder posts = new StringBuilder();
        IntStream.range(from, to).forEach(i -> posts.append(post(i)));
        return posts.toString();
    }

    private static String post(int id) {
        return "{\"source\":\"tweet\",\"author\":\"ann\",\"id\":\"%d\",\"ts\":\"2025-01-01T00:00:00Z\",\"text\":\"text %d\"}\n"
                .formatted(id, id);
    }

    private static String text(SourceRecord record) {
        return SERDE.deserializer()
                .deserialize(record.topic(), (byte[]) record.value())
                .getText();
    }

    /** Remembers offsets as Connect does. */
    private final class FakeContext implements SourceTaskContext, OffsetStorageReader {
        @Override
        public Map<String, String> configs() {
            return Map.of();
        }

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return this;
        }

        @Override
        public PluginMetrics pluginMetrics() {
            return null;
        }

        @Override
        public <T> Map<String, Object> offset(Map<String, T> partition) {
            return offsets.get(partition);
        }

        @Override
        public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
            Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
            partitions.forEach(partition -> found.put(partition, offsets.get(partition)));
            return found;
        }
    }
}
