package io.tokentape.standalone.platform;

import io.tokentape.standalone.registry.EmbeddedRegistry;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** Broker and Postgres in containers; our own registry over that broker. */
final class ContainersPlatform implements Platform {
    private static final String KAFKA = "apache/kafka:4.3.1";
    private static final String POSTGRES = "postgres:18";

    private KafkaContainer kafka;
    private EmbeddedRegistry registry;
    private PostgreSQLContainer postgres;

    @Override
    public synchronized String bootstrapServers() {
        if (kafka == null) {
            kafka = new KafkaContainer(KAFKA)
                    .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                    .withEnv("KAFKA_MESSAGE_MAX_BYTES", Integer.toString(8 << 20));
            kafka.start();
        }
        return kafka.getBootstrapServers();
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
            postgres = new PostgreSQLContainer(POSTGRES).withDatabaseName("tokentape");
            postgres.start();
        }
        String separator = postgres.getJdbcUrl().contains("?") ? "&" : "?";
        return postgres.getJdbcUrl() + separator + "user=" + postgres.getUsername() + "&password="
                + postgres.getPassword();
    }

    @Override
    public String postgresUser() {
        jdbcUrl();
        return postgres.getUsername();
    }

    @Override
    public String postgresPassword() {
        jdbcUrl();
        return postgres.getPassword();
    }

    @Override
    public synchronized void close() {
        if (registry != null) {
            registry.close();
        }
        if (postgres != null) {
            postgres.stop();
        }
        if (kafka != null) {
            kafka.stop();
        }
    }
}
