package io.tokentape.standalone.platform;

import io.tokentape.standalone.embedded.EmbeddedBroker;
import io.tokentape.standalone.embedded.EmbeddedPostgresServer;
import io.tokentape.standalone.registry.EmbeddedRegistry;
import java.nio.file.Path;

/** The parts of `up`, in the JVM of the test. */
final class EmbeddedPlatform implements Platform {
    /** Unpacked once for all tests of the module. */
    private static final Path POSTGRES = Path.of("target", "postgres");

    private final Path dir;
    private EmbeddedBroker broker;
    private EmbeddedRegistry registry;
    private EmbeddedPostgresServer postgres;

    EmbeddedPlatform(Path dir) {
        this.dir = dir;
    }

    @Override
    public synchronized String bootstrapServers() {
        if (broker == null) {
            broker = EmbeddedBroker.start(dir.resolve("kafka"), 0);
        }
        return broker.bootstrapServers();
    }

    @Override
    public synchronized String registryUrl() {
        if (registry == null) {
            registry = EmbeddedRegistry.start(bootstrapServers(), "127.0.0.1", 0);
        }
        return registry.url();
    }

    @Override
    public synchronized String jdbcUrl() {
        if (postgres == null) {
            postgres = EmbeddedPostgresServer.start(dir.resolve("postgres"), 0, POSTGRES);
        }
        return postgres.jdbcUrl();
    }

    @Override
    public String postgresUser() {
        jdbcUrl();
        return postgres.user();
    }

    @Override
    public String postgresPassword() {
        return "";
    }

    @Override
    public synchronized void close() {
        if (registry != null) {
            registry.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        if (broker != null) {
            broker.close();
        }
    }
}
