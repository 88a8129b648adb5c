package io.tokentape.topology.analysis;

import io.tokentape.topology.sentiment.SentimentScorers;
import io.tokentape.topology.text.Post;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Locale;

/**
 * Prints how long the analyzer takes to load in a fresh process, until its first answer, and how much memory it keeps.
 * Argument: the sentiment scorer by name.
 */
public final class AnalyzerFootprint {
    private static final int COLLECTIONS = 5;

    private AnalyzerFootprint() {}

    public static void main(String[] args) {
        long before = usedAfterCollection();
        long started = System.nanoTime();
        PostAnalyzer analyzer = new StandardPostAnalyzer(
                ReferenceData.shipped(), SentimentScorers.named(args.length > 0 ? args[0] : SentimentScorers.DEFAULT));
        analyzer.analyze(new Post(
                Post.Source.TWEET,
                "1",
                Instant.EPOCH,
                null,
                null,
                null,
                null,
                "$BTC to the moon, says Coinbase",
                null,
                null));
        double millis = (System.nanoTime() - started) / 1e6;
        long after = usedAfterCollection();
        System.out.printf(
                Locale.ROOT,
                "%s: loaded in %.0f ms, keeps %.1f MB of heap (Java %s)%n",
                analyzer.version(),
                millis,
                (after - before) / 1e6,
                Runtime.version());
    }

    private static long usedAfterCollection() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            used = Math.min(
                    used,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return used;
    }
}
