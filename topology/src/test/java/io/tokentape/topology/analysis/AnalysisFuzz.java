package io.tokentape.topology.analysis;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tokentape.topology.text.Post;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;

/**
 * Analyses many hostile posts and says in one line what came of it. Arguments: how many posts (10,000,000), the seed (1),
 * the number of the first (0). A run of 4 million from 6,000,000 on is the rest of one of 10 million.
 */
public final class AnalysisFuzz {
    private static final int ANALYSED_TWICE = 100;
    private static final int FAILURES_SHOWN = 20;
    private static final int PROGRESS = 500_000;

    /** A post that took longer is analysed again: what counts is the best of a few, not a pause of the machine. */
    private static final long SUSPICIOUS_NANOS = 1_000_000;

    private static final int REPEATS = 5;

    private final PostAnalyzer analyzer = new StandardPostAnalyzer(ReferenceData.shipped());
    private final HostilePosts posts;
    private final JsonFactory json = new JsonFactory();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private long failures;
    private long units;
    private long worstNanos;
    private Post worst;

    AnalysisFuzz(long seed) {
        this.posts = new HostilePosts(seed);
    }

    public static void main(String[] args) {
        long count = args.length > 0 ? Long.parseLong(args[0]) : 10_000_000;
        long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
        long first = args.length > 2 ? Long.parseLong(args[2]) : 0;
        long started = System.nanoTime();
        AnalysisFuzz fuzz = new AnalysisFuzz(seed);
        for (long number = 0; number < 20_000; number++) {
            fuzz.analyzer.analyze(fuzz.posts.post(-1 - number)); // warm, with posts of their own
        }
        for (long number = first; number < first + count; number++) {
            fuzz.tryTimed(number);
            if ((number + 1 - first) % PROGRESS == 0) {
                System.err.println("at " + (number + 1) + ": " + fuzz.summary());
            }
        }
        System.out.printf(
                Locale.ROOT,
                "fuzz: seed %d, posts %d..%d, %s, %.0f s%n",
                seed,
                first,
                first + count - 1,
                fuzz.summary(),
                (System.nanoTime() - started) / 1e9);
        System.exit(fuzz.failures == 0 ? 0 : 1);
    }

    /** Analyses one post and checks what was found. */
    void check(long number) throws IOException {
        Post post = posts.post(number);
        check(post, analyzer.analyze(post), number);
    }

    private void tryTimed(long number) {
        Post post = posts.post(number);
        try {
            long began = System.nanoTime();
            Analysis analysis = analyzer.analyze(post);
            time(post, System.nanoTime() - began);
            check(post, analysis, number);
        } catch (RuntimeException | StackOverflowError | AssertionError | IOException e) {
            failures++;
            if (failures <= FAILURES_SHOWN) {
                System.err.println("post " + number + ": " + e);
                if (e.getStackTrace().length > 0) {
                    System.err.println("    at " + e.getStackTrace()[0]);
                }
            }
        }
        units += post.text().length();
    }

    private void check(Post post, Analysis analysis, long number) throws IOException {
        AnalysisCheck.check(post, analysis);
        if (number % ANALYSED_TWICE == 0) {
            if (!analyzer.analyze(post).equals(analysis)) {
                throw new AssertionError("another answer at the second time for post " + post.id());
            }
            written.reset();
            try (JsonGenerator generator = json.createGenerator(written)) {
                AnalysisJson.write(generator, post, analysis);
            }
        }
    }

    private void time(Post post, long firstNanos) {
        long nanos = firstNanos;
        for (int i = 0; i < REPEATS && nanos > SUSPICIOUS_NANOS; i++) {
            long began = System.nanoTime();
            analyzer.analyze(post);
            nanos = Math.min(nanos, System.nanoTime() - began);
        }
        if (nanos > worstNanos) {
            worstNanos = nanos;
            worst = post;
        }
    }

    private String summary() {
        return String.format(
                Locale.ROOT,
                "%.1f MB of text, %d failures, worst %.2f ms (%s, %d units)",
                units / 1e6,
                failures,
                worstNanos / 1e6,
                worst == null ? "none" : worst.id(),
                worst == null ? 0 : worst.text().length());
    }
}
