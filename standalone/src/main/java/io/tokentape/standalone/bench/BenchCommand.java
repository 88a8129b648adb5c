package io.tokentape.standalone.bench;

import io.tokentape.standalone.CommandException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures this machine. */
@Command(
        name = "bench",
        description = {
            "Measures throughput and latency on this machine.",
            "A broker of its own, in a folder that is removed afterwards, holds the posts; three topologies read the same"
                    + " ones in turn: one that passes them through, one with the hops of the intelligence topology and no"
                    + " analysis, and the intelligence topology. The ratios of one run can be compared, its rates less so:"
                    + " machines differ and are shared."
        })
public final class BenchCommand implements Callable<Integer> {
    @Option(names = "--posts", required = true, paramLabel = "FILE", description = "Posts as JSON lines, gzip or not.")
    private Path posts;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Read at most so many posts; default ${DEFAULT-VALUE}.")
    private int limit;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "Stream threads; default ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Posts a second while latency is measured; default ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--latency-seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "For so long latency is measured, 0 = not at all; default ${DEFAULT-VALUE}.")
    private int latencySeconds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (limit < 1 || threads < 1 || rate < 1 || latencySeconds < 0) {
            throw new CommandException("--limit, --threads and --rate must be 1 or more, --latency-seconds 0 or more");
        }
        try (Bench bench = Bench.start(posts, limit, threads)) {
            say("%,d posts, %d threads, exactly once", bench.posts(), threads);
            double passThrough = bench.passThrough();
            say("pass-through           %,9.0f posts/s", passThrough);
            double sameHops = bench.sameHops();
            say("same hops, no analysis %,9.0f posts/s", sameHops);
            double intelligence = bench.intelligence();
            say(
                    "intelligence           %,9.0f posts/s = %.0f %% of pass-through, %.0f %% of the same hops",
                    intelligence, 100 * intelligence / passThrough, 100 * intelligence / sameHops);
            if (latencySeconds > 0) {
                Latencies latencies = bench.latencies(rate, Duration.ofSeconds(latencySeconds));
                say(
                        "append to append at %,d posts/s: p50 %d ms, p99 %d ms, n %,d",
                        rate, latencies.percentile(50), latencies.percentile(99), latencies.count());
            }
        }
        return 0;
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
