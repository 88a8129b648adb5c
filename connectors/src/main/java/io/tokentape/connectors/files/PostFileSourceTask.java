package io.tokentape.connectors.files;

import io.tokentape.connectors.ConnectorVersion;
import io.tokentape.connectors.TaskCounters;
import io.tokentape.connectors.WireTrouble;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.WireSerdes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scans, reads, parses, encodes: file after file in order of their paths, each from where it was left. A batch is handed
 * over whole or, when something is away, not at all, and then read again. {@code lines-read-total} = records handed over +
 * {@code lines-rejected-total}.
 */
public final class PostFileSourceTask extends SourceTask {
    private static final Logger log = LoggerFactory.getLogger(PostFileSourceTask.class);

    /** Malformed lines of one file that are logged one by one. */
    private static final long LOGGED_LINES = 100;

    private final Map<Path, PostFile> known = new HashMap<>();
    private final Map<Path, Long> rejectedByFile = new HashMap<>();
    private final Deque<PostFile> unread = new ArrayDeque<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private FolderScan scan;
    private LineParser<RawPost> parser;
    private Serializer<RawPost> serializer;
    private Clock clock;
    private PostFileSourceConfig config;
    private TaskCounters.Counter read;
    private TaskCounters.Counter rejected;

    @Override
    public void start(Map<String, String> props) {
        PostFileSourceConfig settings = new PostFileSourceConfig(props);
        int task = Integer.parseInt(props.getOrDefault(PostFileSourceConfig.TASK, "0"));
        int tasks = Integer.parseInt(props.getOrDefault(PostFileSourceConfig.TASKS, "1"));
        Clock system = Clock.systemUTC();
        start(
                settings,
                new FolderScan(settings.paths(), settings.glob(), FolderScan.share(task, tasks)),
                new PostLines(new Topics(settings.prefix()), system),
                WireSerdes.configured(props).of(RawPost.class).serializer(),
                system);
    }

    /** Starts with the given parts. */
    void start(
            PostFileSourceConfig settings,
            FolderScan files,
            LineParser<RawPost> lines,
            Serializer<RawPost> values,
            Clock now) {
        config = settings;
        scan = files;
        parser = lines;
        serializer = values;
        clock = now;
        TaskCounters counters = new TaskCounters(context.pluginMetrics());
        read = counters.counter("lines-read-total", "lines that hold something");
        rejected = counters.counter("lines-rejected-total", "lines that are no post");
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        List<SourceRecord> records = readBatch();
        if (!records.isEmpty()) {
            return records;
        }
        stopped.await(config.pollMillis(), TimeUnit.MILLISECONDS);
        return null;
    }

    /** May be called while another thread is in {@link #poll}, which then gives what it has. */
    @Override
    public void stop() {
        stopped.countDown();
        synchronized (this) {
            known.values().forEach(PostFile::close);
        }
    }

    @Override
    public String version() {
        return ConnectorVersion.get();
    }

    private synchronized List<SourceRecord> readBatch() {
        Batch batch = new Batch();
        if (stopped.getCount() == 0) {
            return batch.records;
        }
        try {
            if (unread.isEmpty()) {
                scan();
            }
            while (!unread.isEmpty() && !batch.isFull() && !batch.atFault) {
                PostFile file = unread.peek();
                batch.startedAt.putIfAbsent(file, file.position());
                if (!fill(batch, file)) {
                    unread.remove();
                }
            }
        } catch (IOException | RuntimeException e) {
            throw batch.undone(e);
        }
        read.add(batch.lines);
        rejected.add(batch.rejected);
        return batch.records;
    }

    /** Finds the files with something to read; new ones go on from where Connect says they were left. */
    private void scan() throws IOException {
        List<Path> files = scan.files();
        known.keySet().retainAll(files);
        List<Map<String, String>> partitions = files.stream()
                .filter(path -> !known.containsKey(path))
                .map(FilePosition::partition)
                .toList();
        Map<Map<String, String>, Map<String, Object>> offsets =
                partitions.isEmpty() ? Map.of() : context.offsetStorageReader().offsets(partitions);
        for (Path path : files) {
            PostFile file = known.computeIfAbsent(path, added -> {
                FilePosition position = FilePosition.of(offsets.get(FilePosition.partition(added)));
                log.info("{}: reading from line {}", added, position.lines() + 1);
                return new PostFile(added, position, clock, config.settleMillis());
            });
            if (file.mayHaveMore()) {
                unread.add(file);
            }
        }
    }

    /** Reads until the batch is full; false when the file has nothing more for now. */
    private boolean fill(Batch batch, PostFile file) throws IOException {
        try {
            while (!batch.isFull()) {
                if (!file.next()) {
                    return false;
                }
                LineReader line = file.line();
                Parsed<RawPost> parsed = line.tooLong()
                        ? new Parsed.Rejected<>(
                                RejectReason.TOO_LARGE,
                                "the line has more than " + LineReader.MAX_LINE_BYTES + " bytes")
                        : parser.parse(line.buffer(), line.offset(), line.length());
                if (parsed instanceof Parsed.Rejected<RawPost> bad) {
                    if (file.isLineGrowing()) {
                        // Half an object is never a whole one, so nothing that makes sense waits here.
                        file.rewind(file.position());
                        return false;
                    }
                    if (config.strict()) {
                        fail(batch, file, line.line(), bad);
                        return true;
                    }
                    batch.rejected++;
                    warn(file, line.line(), bad);
                }
                file.takeLine();
                if (!(parsed instanceof Parsed.Nothing)) {
                    batch.lines++;
                }
                if (parsed instanceof Parsed.Accepted<RawPost> good) {
                    batch.records.add(sourceRecord(file, good.record()));
                }
            }
            return true;
        } catch (NoSuchFileException e) {
            log.info("{} is gone after line {}", file.path(), file.position().lines());
            return false;
        }
    }

    /** What was read before the bad line is handed over first; the next call finds the line again. */
    private static void fail(Batch batch, PostFile file, long line, Parsed.Rejected<RawPost> bad) {
        if (batch.records.isEmpty()) {
            throw new ConnectException(file.path() + ":" + line + ": " + bad.detail());
        }
        file.rewind(file.position());
        batch.atFault = true;
    }

    private void warn(PostFile file, long line, Parsed.Rejected<RawPost> bad) {
        long count = rejectedByFile.merge(file.path(), 1L, Long::sum);
        if (count <= LOGGED_LINES) {
            log.warn("Skipped {}:{}: {}", file.path(), line, bad.detail());
        }
        if (count == LOGGED_LINES) {
            log.warn("{} has more malformed lines, which are counted only", file.path());
        }
    }

    private SourceRecord sourceRecord(PostFile file, TapeRecord<RawPost> record) {
        String topic = record.topic().name();
        return new SourceRecord(
                FilePosition.partition(file.path()),
                file.position().offset(),
                topic,
                null,
                Schema.BYTES_SCHEMA,
                record.key().getBytes(StandardCharsets.UTF_8),
                Schema.BYTES_SCHEMA,
                serializer.serialize(topic, record.value()),
                record.timestampMillis());
    }

    /** What one call reads, and where its files stood before. */
    private final class Batch {
        private final List<SourceRecord> records = new ArrayList<>();
        private final Map<PostFile, FilePosition> startedAt = new LinkedHashMap<>();
        private long lines;
        private long rejected;
        /** A line that stops the task comes next. */
        private boolean atFault;

        private boolean isFull() {
            return records.size() >= config.batchRecords();
        }

        /** Goes back to before this call; gives what to throw. */
        private RuntimeException undone(Exception cause) {
            startedAt.forEach(PostFile::rewind);
            unread.clear();
            if (cause instanceof ConnectException connect) {
                return connect;
            }
            return cause instanceof IOException || WireTrouble.mayPass(cause)
                    ? new RetriableException("cannot read on: " + cause.getMessage(), cause)
                    : new ConnectException("cannot read on: " + cause.getMessage(), cause);
        }
    }
}
