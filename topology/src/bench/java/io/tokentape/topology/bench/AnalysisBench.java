package io.tokentape.topology.bench;

import io.tokentape.topology.sentiment.SentimentScorers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.profile.JavaFlightRecorderProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs {@link AnalysisBenchmark} over a tape and prints what it costs, stage by stage. Arguments: the file of posts, and the
 * sentiment scorer by name.
 */
public final class AnalysisBench {
    private AnalysisBench() {}

    public static void main(String[] args) throws RunnerException, IOException {
        if (args.length == 0 || args[0].isBlank() || !Files.isReadable(Path.of(args[0]))) {
            System.err.println("name a file of posts that can be read");
            System.exit(2);
        }
        RunResult rate = run(options(args).addProfiler(GCProfiler.class));
        double posts = rate.getPrimaryResult().getScore();
        System.out.printf(
                Locale.ROOT,
                "%n%,.0f ± %,.0f posts/s, %.2f µs a post, %.1f MB/s of text, %,.0f bytes allocated a post%n",
                posts,
                rate.getPrimaryResult().getScoreError(),
                1e6 / posts,
                rate.getSecondaryResults().get("bytes").getScore() / 1e6,
                rate.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
        // A run of its own: recording slows the first seconds to a third.
        Path recordings = Files.createTempDirectory("analysis-bench");
        run(options(args)
                .addProfiler(JavaFlightRecorderProfiler.class, "dir=" + recordings + ";configName=profile"));
        StageShares shares = StageShares.of(recording(recordings));
        System.out.printf("Shares of the stages, by %,d samples:%n", shares.samples());
        shares.print(1e6 / posts);
    }

    private static ChainedOptionsBuilder options(String[] args) {
        return new OptionsBuilder()
                .include(AnalysisBenchmark.class.getName())
                .param("tape", Path.of(args[0]).toAbsolutePath().toString())
                .param("sentiment", args.length > 1 && !args[1].isBlank() ? args[1] : SentimentScorers.DEFAULT)
                .jvmArgs(
                        "-Xms2g",
                        "-Xmx2g",
                        "-XX:+UseSerialGC",
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:+DebugNonSafepoints");
    }

    private static RunResult run(ChainedOptionsBuilder options) throws RunnerException {
        return new Runner(options.build()).runSingle();
    }

    private static Path recording(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".jfr"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no recording in " + folder));
        }
    }
}
