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
import java.nio.file.attribute.PosixFilePermissions;
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
    private final AlertSinks alertSinks;

    private ConnectorSettings(Path file, AlertSinks alertSinks) {
        this.file = file;
        this.alertSinks = alertSinks;
    }

    static ConnectorSettings write(
            Path folder, String registryUrl, EmbeddedPostgresServer postgres, AlertSinks alertSinks) {
        Properties addresses = new Properties();
        addresses.putAll(alertSinks.values());
        addresses.setProperty("registry", registryUrl);
        addresses.setProperty("postgres", postgres.jdbcUrl());
        Path file = folder.resolve("addresses.properties");
        try {
            Files.createDirectories(folder);
            // It holds secrets; a file of another start may be there with the rights of that time.
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (Writer writer = Files.newBufferedWriter(file)) {
                addresses.store(writer, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return new ConnectorSettings(file, alertSinks);
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

    Map<String, Map<String, String>> alertSinks(Topics topics) {
        return alertSinks.connectors(topics, fromFile("registry"), this::fromFile);
    }

    private String fromFile(String key) {
        return "${file:" + file + ":" + key + "}";
    }
}
