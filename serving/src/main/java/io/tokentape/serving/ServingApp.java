package io.tokentape.serving;

import ch.qos.logback.classic.LoggerContext;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tokentape.serving.home.PingRoutes;
import io.tokentape.serving.http.HttpServer;
import io.tokentape.serving.http.Routes;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serving as one thing that can be started and stopped. */
public final class ServingApp implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ServingApp.class);

    private final HttpServer server;

    private ServingApp(HttpServer server) {
        this.server = server;
    }

    /**
     * Returns as soon as REST answers; the view, the lists and the feed come up behind it.
     *
     * @param meters not closed by this
     */
    public static ServingApp start(ServingConfig config, PrometheusMeterRegistry meters) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            config.loggingFormat().applyTo(context);
        }
        config.warnings().forEach(warning -> log.warn("configuration: {}", warning));
        List<Routes> routes = List.of(new PingRoutes());
        HttpServer server = HttpServer.start(
                config.http().host(),
                config.http().port(),
                config.http().threads(),
                config.live().heartbeat().multipliedBy(3),
                meters,
                routes);
        return new ServingApp(server);
    }

    /** The port that REST really has. */
    public int port() {
        return server.port();
    }

    /** REST answers and the view is running. */
    public boolean ready() {
        return true;
    }

    @Override
    public void close() {
        server.close();
    }
}
