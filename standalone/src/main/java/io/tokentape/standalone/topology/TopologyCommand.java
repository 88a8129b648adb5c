package io.tokentape.standalone.topology;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tokentape.standalone.CommandException;
import io.tokentape.standalone.ErrorText;
import io.tokentape.standalone.cluster.ClusterOptions;
import io.tokentape.standalone.logging.Logs;
import io.tokentape.standalone.process.StopOnSignal;
import io.tokentape.topology.runtime.TopologyApp;
import io.tokentape.topology.runtime.TopologyConfig;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The Streams applications against a given cluster. */
@Command(name = "topology", description = "Run the Streams topologies against a cluster, or describe them.")
public final class TopologyCommand implements Runnable {
    private static final int WATCH_MILLIS = 500;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "run or describe is missing");
    }

    @Command(name = "run", description = "Run until stopped; settings from the environment.")
    int runTopology(@Mixin ClusterOptions cluster) throws InterruptedException {
        Logs.verbose();
        TopologyConfig config = TopologyConfig.fromEnv(cluster.environment());
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (StopOnSignal<TopologyApp> stop = StopOnSignal.start(() -> TopologyApp.start(config, meters))) {
            TopologyApp app = stop.running();
            Optional<Throwable> failure = app.failure();
            while (failure.isEmpty()) {
                Thread.sleep(WATCH_MILLIS);
                failure = app.failure();
            }
            stop.awaitEndIfSignalled();
            throw new CommandException("the topology has stopped: " + ErrorText.of(failure.get()), failure.get());
        }
    }

    @Command(name = "describe", description = "Print nodes, stores and topics; reaches no cluster.")
    int describe(@Mixin ClusterOptions cluster) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(TopologyApp.describe(TopologyConfig.fromEnv(cluster.environment()))
                .strip());
        out.flush();
        return 0;
    }
}
