package io.tokentape.topology.runtime;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/**
 * The deployed jar: runs the topologies until it is stopped, or describes them. Configured by the environment, see
 * {@link TopologyConfig}; {@code TOKENTAPE_METRICS_PORT} opens {@code /metrics} and {@code /health}. Ends non-zero, with
 * the first cause in one line, when the topologies stop by themselves.
 */
public final class Main {
    private static final String USAGE = "usage: java -jar tokentape-topology.jar [run|describe]";

    private static final String LOGBACK_CONFIG = "logback.configurationFile";

    private Main() {}

    public static void main(String[] args) {
        if (System.getProperty(LOGBACK_CONFIG) == null) {
            System.setProperty(LOGBACK_CONFIG, "io/tokentape/topology/runtime/logback.xml");
        }
        System.exit(run(List.of(args), System.getenv()));
    }

    private static int run(List<String> args, Map<String, String> env) {
        try {
            String command = args.isEmpty() ? "run" : args.get(0);
            if (args.size() > 1 || !List.of("run", "describe").contains(command)) {
                System.err.println(USAGE);
                return 2;
            }
            TopologyConfig config = TopologyConfig.fromEnv(env);
            if (command.equals("describe")) {
                System.out.print(TopologyApp.describe(config));
                return 0;
            }
            return run(config, env.get("TOKENTAPE_METRICS_PORT"));
        } catch (IllegalArgumentException | IllegalStateException | KafkaException | IOException e) {
            System.err.println("tokentape topology: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static int run(TopologyConfig config, String metricsPort) throws IOException, InterruptedException {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(meters);
        try (JvmGcMetrics gc = new JvmGcMetrics()) {
            gc.bindTo(meters);
            TopologyApp app = TopologyApp.start(config, meters);
            HttpServer server = metricsPort == null ? null : serve(app, meters, Integer.parseInt(metricsPort));
            Runtime.getRuntime().addShutdownHook(new Thread(app::close, "stop-topology"));
            app.awaitStop();
            if (server != null) {
                server.stop(0);
            }
            if (app.failure().isPresent()) {
                System.err.println("tokentape topology: stopped: "
                        + firstCause(app.failure().get()));
                return 1;
            }
            return 0;
        }
    }

    private static HttpServer serve(TopologyApp app, PrometheusMeterRegistry meters, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        answer(server, "/metrics", meters::scrape, () -> 200);
        answer(server, "/health", () -> app.running() ? "running\n" : "not running\n", () -> app.running() ? 200 : 503);
        server.start();
        return server;
    }

    private static void answer(HttpServer server, String path, Supplier<String> body, IntSupplier status) {
        server.createContext(path, exchange -> {
            try (exchange) {
                byte[] bytes = body.get().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
                exchange.sendResponseHeaders(status.getAsInt(), bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
    }

    private static Throwable firstCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
