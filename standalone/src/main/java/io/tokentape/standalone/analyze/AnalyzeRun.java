package io.tokentape.standalone.analyze;

import io.tokentape.connectors.files.LineReader;
import io.tokentape.topology.analysis.PostAnalyzer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads posts, has them analysed by several threads and writes the answers in the order of the posts. */
final class AnalyzeRun {
    /** Lines are handed over in pieces of this many bytes, or one line where it is longer. */
    private static final int PIECE_BYTES = 1 << 17;

    private static final String TOO_LONG = "the line is too long";

    private final PostAnalyzer analyzer;
    private final Clock clock;
    private final int threads;

    AnalyzeRun(PostAnalyzer analyzer, Clock clock, int threads) {
        this.analyzer = analyzer;
        this.clock = clock;
        this.threads = threads;
    }

    /** What is in flight is bounded, so memory does not grow with the input. */
    void run(InputStream in, OutputStream out) throws IOException {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try (LineReader reader = new LineReader(in)) {
            ThreadLocal<PostLineAnalyzer> analyzers =
                    ThreadLocal.withInitial(() -> new PostLineAnalyzer(analyzer, clock));
            Deque<Future<ByteArrayOutputStream>> pending = new ArrayDeque<>();
            Piece piece = new Piece();
            while (reader.next()) {
                piece.add(reader);
                if (piece.size >= PIECE_BYTES) {
                    Piece full = piece;
                    pending.add(workers.submit(() -> full.analyzed(analyzers.get())));
                    piece = new Piece();
                    if (pending.size() > threads * 3) {
                        finish(pending.remove()).writeTo(out);
                    }
                }
            }
            Piece rest = piece;
            pending.add(workers.submit(() -> rest.analyzed(analyzers.get())));
            while (!pending.isEmpty()) {
                finish(pending.remove()).writeTo(out);
            }
            out.flush();
        } finally {
            workers.shutdownNow();
        }
    }

    private static ByteArrayOutputStream finish(Future<ByteArrayOutputStream> piece) throws IOException {
        try {
            return piece.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new UncheckedIOException(new IOException(e.getCause()));
        }
    }

    /** Some lines of the input, copied. */
    private static final class Piece {
        private byte[] bytes = new byte[PIECE_BYTES + (1 << 14)];
        private int[] ends = new int[256];
        private int size;
        private int lines;

        void add(LineReader reader) {
            if (lines == ends.length) {
                ends = Arrays.copyOf(ends, lines * 2);
            }
            if (reader.tooLong()) {
                ends[lines++] = -1;
                return;
            }
            int length = reader.length();
            if (size + length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + length));
            }
            System.arraycopy(reader.buffer(), reader.offset(), bytes, size, length);
            size += length;
            ends[lines++] = size;
        }

        ByteArrayOutputStream analyzed(PostLineAnalyzer analyzer) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream(size * 2 + 64);
            int start = 0;
            for (int line = 0; line < lines; line++) {
                if (ends[line] < 0) {
                    PostLineAnalyzer.appendError(TOO_LONG, out);
                } else {
                    analyzer.append(bytes, start, ends[line] - start, out);
                    start = ends[line];
                }
            }
            return out;
        }
    }
}
