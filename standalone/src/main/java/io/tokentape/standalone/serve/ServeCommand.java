package io.tokentape.standalone.serve;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tokentape.serving.ServingApp;
import io.tokentape.serving.ServingConfig;
import io.tokentape.standalone.cluster.ClusterOptions;
import io.tokentape.standalone.logging.Logs;
import io.tokentape.standalone.process.StopOnSignal;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serving against a given cluster and database. */
@Command(name = "serve", description = "Run REST and WebSocket against a cluster, until stopped.")
public final class ServeCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions cluster;

    @Option(names = "--port", paramLabel = "N", description = "Else TOKENTAPE_PORT, else 8080; 0 = any free one.")
    private Integer port;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Else TOKENTAPE_HOST, else every address.")
    private String host;

    @Option(
            names = "--postgres-url",
            paramLabel = "URL",
            description = "postgresql://user:password@host/database or a JDBC address; else DATABASE_URL.")
    private String postgresUrl;

    @Override
    public Integer call() throws InterruptedException {
        Logs.verbose();
        Map<String, String> environment = cluster.environment();
        if (port != null) {
            environment.put(ServingConfig.PORT, port.toString());
        }
        if (host != null) {
            environment.put(ServingConfig.HOST, host);
        }
        if (postgresUrl != null) {
            environment.put(ServingConfig.DATABASE_URL, postgresUrl);
        }
        ServingConfig config = ServingConfig.fromEnv(environment);
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (StopOnSignal<ServingApp> stop = StopOnSignal.start(() -> ServingApp.start(config, meters))) {
            new CountDownLatch(1).await();
            stop.awaitEndIfSignalled();
        }
        return 0;
    }
}
