package io.tokentape.standalone.up;

import io.tokentape.connectors.files.PostFileSourceConfig;
import io.tokentape.connectors.postgres.PostgresSinkConfig;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.standalone.embedded.EmbeddedPostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * Settings of the sink that fills Postgres and of the source that reads the inbox. Connect keeps them in the broker from start to start, while the addresses may
 * be others each time: an old one could by then belong to another database. So the kept settings only refer to a file,
 * which is written anew before each start.
 */
final class ConnectorSettings {
    static final String SINK = PostgresSinkConfig.CONNECTOR_NAME;
    static final String SOURCE = PostFileSourceConfig.CONNECTOR_NAME;

    private final Path file;

    private ConnectorSettings(Path file) {
        this.file = file;
    }

    static ConnectorSettings write(Path folder, String registryUrl, EmbeddedPostgresServer postgres) {
        Properties addresses = new Properties();
        addresses.setProperty("registry", registryUrl);
        addresses.setProperty("postgres", postgres.jdbcUrl());
        Path file = folder.resolve("addresses.properties");
        try {
            Files.createDirectories(folder);
            try (Writer writer = Files.newBufferedWriter(file)) {
                addresses.store(writer, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return new ConnectorSettings(file);
    }

    Map<String, String> worker() {
        return Map.of(
                "config.providers", "file",
                "config.providers.file.class", FileConfigProvider.class.getName(),
                "config.providers.file.param.allowed.paths", file.getParent().toString());
    }

    Map<String, String> sink(Topics topics) {
        return PostgresSinkConfig.connectorConfig(
                topics.prefix(), fromFile("postgres"), "postgres", "", fromFile("registry"));
    }

    Map<String, String> source(Topics topics, Path inbox) {
        return PostFileSourceConfig.connectorConfig(topics.prefix(), List.of(inbox.toString()), fromFile("registry"));
    }

    private String fromFile(String key) {
        return "${file:" + file + ":" + key + "}";
    }
}
