package io.tokentape.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineReaderTest {
    @Test
    void numbersLinesAndKnowsWhereEachEnds() throws IOException {
        LineReader reader = reader("a\r\n\nbcd");

        assertThat(reader.next()).isTrue();
        assertThat(text(reader)).isEqualTo("a");
        assertThat(reader.position()).isEqualTo(3);
        assertThat(reader.next()).isTrue();
        assertThat(text(reader)).isEmpty();
        assertThat(reader.next()).isTrue();
        assertThat(text(reader)).isEqualTo("bcd");
        assertThat(reader.line()).isEqualTo(3);
        assertThat(reader.position()).isEqualTo(7);
        assertThat(reader.terminated()).isFalse();
        assertThat(reader.next()).isFalse();
    }

    @Test
    void aLineThatNoRecordCouldComeFromIsPassedOverWithoutKeepingIt() throws IOException {
        byte[] long1 = new byte[3 << 20];
        Arrays.fill(long1, (byte) 'x');
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write("a\n".getBytes(StandardCharsets.UTF_8));
        bytes.write(long1);
        bytes.write("\nb".getBytes(StandardCharsets.UTF_8));
        LineReader reader = new LineReader(new ByteArrayInputStream(bytes.toByteArray()), 0, 0, 1 << 20);

        assertThat(reader.next()).isTrue();
        assertThat(reader.tooLong()).isFalse();
        assertThat(reader.next()).isTrue();
        assertThat(reader.tooLong()).isTrue();
        assertThat(reader.length()).isZero();
        assertThat(reader.position()).isEqualTo(2 + long1.length + 1);
        assertThat(reader.next()).isTrue();
        assertThat(reader.tooLong()).isFalse();
        assertThat(text(reader)).isEqualTo("b");
        assertThat(reader.line()).isEqualTo(3);
        assertThat(reader.next()).isFalse();
    }

    @Test
    void readingOnFromAnyLineGivesTheRest() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            text.append("x".repeat(random.nextInt(400))).append(i).append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        List<String> all = new ArrayList<>();
        List<Long> positions = new ArrayList<>();
        LineReader reader = new LineReader(dripping(bytes, random));
        while (reader.next()) {
            all.add(text(reader));
            positions.add(reader.position());
        }
        assertThat(all).isEqualTo(text.toString().lines().toList());

        for (int i = 0; i < 20; i++) {
            int from = random.nextInt(all.size());
            int position = positions.get(from).intValue();
            LineReader rest = new LineReader(
                    new ByteArrayInputStream(bytes, position, bytes.length - position), position, from + 1L);
            List<String> lines = new ArrayList<>();
            while (rest.next()) {
                lines.add(text(rest));
            }

            assertThat(lines).isEqualTo(all.subList(from + 1, all.size()));
            assertThat(rest.line()).isEqualTo(all.size());
            assertThat(rest.position()).isEqualTo(bytes.length);
        }
    }

    @Test
    void unzipsWhateverTheName(@TempDir Path dir) throws IOException {
        Path zipped = dir.resolve("posts.jsonl");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write("hello\nworld".getBytes(StandardCharsets.UTF_8));
        }

        try (InputStream in = InputFiles.text(zipped, 6)) {
            assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("world");
        }
        try (InputStream in = InputFiles.text(new ByteArrayInputStream(new byte[0]))) {
            assertThat(in.readAllBytes()).isEmpty();
        }
    }

    private static LineReader reader(String text) {
        return new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(LineReader reader) {
        return new String(reader.buffer(), reader.offset(), reader.length(), StandardCharsets.UTF_8);
    }

    /** Gives few bytes at a time, as a pipe may. */
    private static InputStream dripping(byte[] bytes, SplittableRandom random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1 + random.nextInt(5000)));
            }
        };
    }
}
