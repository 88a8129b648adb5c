package io.tokentape.standalone.bench;

import io.tokentape.standalone.CommandException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures this machine. */
@Command(
        name = "bench",
        description = {
            "Measures throughput and latency on this machine.",
            "A broker of its own, in a folder that is removed afterwards, holds the posts; these read the same ones"
                    + " in turn: a topology that passes them through, one with the hops of the intelligence topology and no"
                    + " analysis, the intelligence topology, and all topologies. Every other post has the link of a made-up"
                    + " asset added, whose state is known. The ratios of one run can be compared, its rates less so:"
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
            names = "--assets",
            paramLabel = "N",
            defaultValue = "30000",
            description = "So many made-up assets are spoken of; default ${DEFAULT-VALUE}.")
    private int assets;

    @Option(
            names = "--restore-assets",
            paramLabel = "N",
            defaultValue = "0",
            description = "Measures also what the states of so many assets take, and their restoring; default"
                    + " ${DEFAULT-VALUE}.")
    private int restoreAssets;

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
        if (limit < 1 || assets < 0 || restoreAssets < 0 || threads < 1 || rate < 1 || latencySeconds < 0) {
            throw new CommandException(
                    "--limit, --threads and --rate must be 1 or more, --assets, --restore-assets and --latency-seconds 0 or more");
        }
        try (Bench bench = Bench.start(posts, limit, assets, threads)) {
            say("%,d posts, %,d assets, %d threads a topology, exactly once", bench.posts(), assets, threads);
            Bench.Rate passThrough = bench.passThrough();
            say("pass-through", passThrough);
            Bench.Rate sameHops = bench.sameHops();
            say("same hops, no analysis", sameHops);
            say("intelligence", bench.intelligence(), passThrough, sameHops);
            say("all topologies", bench.everything(), passThrough, sameHops);
            if (latencySeconds > 0) {
                for (String guarantee : List.of(Bench.EXACTLY_ONCE, Bench.AT_LEAST_ONCE)) {
                    Bench.Delays delays = bench.delays(guarantee, rate, Duration.ofSeconds(latencySeconds));
                    say("append to append at %,d posts/s, intelligence %s", rate, guarantee.replace('_', ' '));
                    say("  intelligence %s", delays.intelligence());
                    say("  alerts       %s", delays.alerts());
                }
            }
            if (restoreAssets > 0) {
                Bench.Restored restored = bench.restore(restoreAssets);
                say(
                        "%,d assets of 4 providers: stored at %,.0f states/s, %,d MB on disk, restored in %d s",
                        restoreAssets,
                        restored.storing(),
                        restored.diskBytes() >> 20,
                        restored.restoring().toSeconds());
            }
        }
        return 0;
    }

    private static void say(String topology, Bench.Rate rate) {
        say(
                "%-22s %,9.0f posts/s, %,5.0f µs of processor time a post",
                topology, rate.postsPerSecond(), rate.cpuMicros());
    }

    private static void say(String topology, Bench.Rate rate, Bench.Rate passThrough, Bench.Rate sameHops) {
        say(topology, rate);
        say(
                "  %.0f %% of pass-through, %.0f %% of the same hops",
                100 * rate.postsPerSecond() / passThrough.postsPerSecond(),
                100 * rate.postsPerSecond() / sameHops.postsPerSecond());
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
