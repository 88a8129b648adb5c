package io.tokentape.standalone.registry;

import io.javalin.Javalin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry for the broker of this process, open on a REST port to every client that speaks Confluent's protocol.
 * What it knows is in the compacted topic {@code _schemas} of the broker, in the real registry's format. There must be one
 * only for a broker.
 */
public final class EmbeddedRegistry implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedRegistry.class);

    private final RegistryLog storage;
    private final Javalin server;
    private final String host;

    private EmbeddedRegistry(RegistryLog storage, Javalin server, String host) {
        this.storage = storage;
        this.server = server;
        this.host = host;
    }

    /**
     * Starts and returns when it answers.
     *
     * @param host address to listen on
     * @param port 0 = any free one
     */
    public static EmbeddedRegistry start(String bootstrapServers, String host, int port) {
        RegistryLog storage = TopicLog.open(bootstrapServers);
        try {
            RegistryRoutes routes = new RegistryRoutes(new Registry(storage));
            Javalin server = serve(routes, host, port);
            EmbeddedRegistry registry = new EmbeddedRegistry(storage, server, host);
            log.info("Schema registry listens on {}", registry.url());
            return registry;
        } catch (RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    private static Javalin serve(RegistryRoutes routes, String host, int port) {
        return Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.jetty.host = host;
                    config.jetty.port = port;
                    routes.add(config.routes);
                })
                .start();
    }

    public int port() {
        return server.port();
    }

    public String url() {
        return "http://" + host + ":" + port();
    }

    @Override
    public void close() {
        server.stop();
        storage.close();
    }
}
