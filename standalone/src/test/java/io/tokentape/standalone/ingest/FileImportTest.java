package io.tokentape.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.connectors.files.CandleLines;
import io.tokentape.connectors.files.LineParser;
import io.tokentape.connectors.files.PostLines;
import io.tokentape.connectors.files.TapeRecord;
import io.tokentape.schemas.catalogue.Topics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileImportTest {
    private static final Topics TOPICS = new Topics("t.");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2025-07-20T12:00:00Z"), ZoneOffset.UTC);
    private static final String POST =
            "{\"source\":\"tweet\",\"id\":\"%d\",\"ts\":\"2025-07-20T00:00:00Z\",\"text\":\"x\"}\n";

    private final FakeSender sender = new FakeSender();
    private final StringWriter complaints = new StringWriter();

    @Test
    void sendsEveryGoodLineAndNamesTheOthers() {
        Tally tally = posts(false)
                .run(List.of(
                        source("a.jsonl", post(1) + "nonsense\n\n" + post(2) + "{\"source\":\"tweet\"}\n" + post(3)),
                        source("b.jsonl", post(4))));

        assertThat(sender.ids()).containsExactly("1", "2", "3", "4");
        assertThat(complaints.toString().lines())
                .hasSize(2)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("a.jsonl:2: malformed JSON: "),
                        second -> assertThat(second).isEqualTo("a.jsonl:5: id is missing"));
        assertThat(tally.summary(sender.acknowledged(), 1.25))
                .isEqualTo("read 6, sent 4, rejected 2 (malformed 1, missing_field 1), in 1.3 s");
        assertThat(tally.anyRejected()).isTrue();
    }

    @Test
    void strictStopsAtTheFirstLineThatIsNotTaken() {
        Tally tally = posts(true)
                .run(List.of(source("a.jsonl", post(1) + "nonsense\n" + post(2)), source("b.jsonl", post(3))));

        assertThat(sender.ids()).containsExactly("1");
        assertThat(tally.summary(1, 0)).isEqualTo("read 2, sent 1, rejected 1 (malformed 1), in 0.0 s");
    }

    @Test
    void whatTheBrokerRefusesIsRejected() {
        sender.refuses = "2";

        Tally tally = posts(false).run(List.of(source("a.jsonl", post(1) + post(2) + post(3))));

        assertThat(complaints.toString()).isEqualTo("a.jsonl:2: too large" + System.lineSeparator());
        assertThat(tally.summary(sender.acknowledged(), 0))
                .isEqualTo("read 3, sent 2, rejected 1 (refused_by_broker 1), in 0.0 s");
    }

    @Test
    void candlesOfUnknownSymbolsAreSkippedAndCounted() {
        Supplier<LineParser<?>> parsers = () -> new CandleLines(
                TOPICS, CLOCK, symbol -> symbol.equals("BTC") ? Optional.of("bitcoin:native") : Optional.empty());

        Tally tally = new FileImport(parsers, sender, new PrintWriter(complaints), true, Progress.none())
                .run(List.of(source("c.csv", """
                        symbol,quote,interval,ts,open,high,low,close,volume
                        BTC,USD,1h,2025-07-20T00:00:00Z,1,1,1,1,1
                        ABC,USD,1h,2025-07-20T00:00:00Z,1,1,1,1,1
                        ABC,USD,1h,2025-07-20T01:00:00Z,1,1,1,1,1
                        BTC,USD,1h,2025-07-20T01:00:00Z,1,1,1,1,1
                        """)));

        assertThat(sender.acknowledged()).isEqualTo(2);
        assertThat(tally.anyRejected()).isFalse();
        assertThat(tally.summary(2, 0)).isEqualTo("read 4, sent 2, rejected 0, skipped 2 (unknown_symbol 2), in 0.0 s");
        assertThat(complaints.toString()).isEqualTo("no token claims ABC: skipped 2 lines" + System.lineSeparator());
    }

    @Test
    void aFileThatIsCutOffGivesWhatIsLeftOfItAndIsReported(@TempDir Path dir) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            for (int i = 0; i < 50_000; i++) {
                out.write(post(i).getBytes(StandardCharsets.UTF_8));
            }
        }
        Path file = Files.write(dir.resolve("cut.jsonl.gz"), Arrays.copyOf(zipped.toByteArray(), zipped.size() / 2));

        Tally tally = posts(false).run(List.of(Source.file(file), source("b.jsonl", post(-1))));

        assertThat(sender.ids()).contains("0", "-1").doesNotContain("49999");
        assertThat(complaints.toString()).contains("cut.jsonl.gz:").contains("cut off");
        assertThat(tally.anyRejected()).isTrue();
    }

    private FileImport posts(boolean strict) {
        return new FileImport(
                () -> new PostLines(TOPICS, CLOCK), sender, new PrintWriter(complaints), strict, Progress.none());
    }

    private static String post(int id) {
        return POST.formatted(id);
    }

    private static Source source(String name, String text) {
        return new Source() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
            }
        };
    }

    private static final class FakeSender implements RecordSender {
        private final List<TapeRecord<?>> sent = new ArrayList<>();
        private String refuses;

        @Override
        public void send(TapeRecord<?> record, Consumer<String> whenRefused) {
            if (record.key().equals(refuses)) {
                whenRefused.accept("too large");
            } else {
                sent.add(record);
            }
        }

        @Override
        public void flush() {
            // Nothing is ever under way.
        }

        @Override
        public long acknowledged() {
            return sent.size();
        }

        @Override
        public void close() {
            // Holds nothing.
        }

        private List<String> ids() {
            return sent.stream().map(TapeRecord::key).toList();
        }
    }
}
