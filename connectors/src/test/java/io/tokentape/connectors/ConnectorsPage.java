package io.tokentape.connectors;

import io.tokentape.connectors.files.PostFileSourceConfig;
import io.tokentape.connectors.files.PostFileSourceConnector;
import io.tokentape.connectors.postgres.PostgresSinkConfig;
import io.tokentape.connectors.postgres.PostgresSinkConnector;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Connector;

/** The page about the connectors, made from their code. */
final class ConnectorsPage {
    static final Path FILE = Path.of("..", "docs", "connectors.md");
    static final String COMMAND =
            "mvn -q -pl connectors -am test -Dtest=ConnectorsPageTest -Dwrite.docs=true -Dsurefire.failIfNoSpecifiedTests=false";

    private ConnectorsPage() {}

    static String page() {
        return """
                # Connectors

                Kafka Connect plugins, for any worker: put the folder `tokentape-connectors` (made by `mvn package` in
                `connectors/target`) on its `plugin.path`. This page is generated
                (`%s`); a test compares it with the code.

                """.formatted(COMMAND)
                + section(
                        new PostFileSourceConnector(),
                        "Files of posts into the raw topics. Resumes after a restart without loss; exactly once on workers"
                                + " with `exactly.once.source.support=enabled`. Metrics of a task: `lines-read-total`,"
                                + " `lines-rejected-total`.",
                        PostFileSourceConfig.connectorConfig(
                                "tokentape.", List.of("/var/lib/tokentape/posts"), "http://registry:8081"))
                + "\n"
                + section(
                        new PostgresSinkConnector(),
                        "`intelligence` and `alerts` into the tables of the same names, upserted by id. Waits while the"
                                + " database or a table is away; rows that Postgres refuses go to the dead-letter topic. Metrics of a"
                                + " task: `rows-written-total`, `rows-refused-total`.",
                        PostgresSinkConfig.connectorConfig(
                                "tokentape.",
                                "jdbc:postgresql://postgres:5432/tokentape",
                                "tokentape",
                                "${file:/run/secrets/postgres.properties:password}",
                                "http://registry:8081"));
    }

    private static String section(Connector connector, String about, Map<String, String> example) {
        String rows = connector.config().configKeys().values().stream()
                .sorted(Comparator.comparing((ConfigDef.ConfigKey key) -> key.importance)
                        .thenComparing(key -> key.name))
                .map(ConnectorsPage::row)
                .collect(Collectors.joining());
        String json = new TreeMap<>(example)
                .entrySet().stream()
                        .map(entry -> "  \"" + entry.getKey() + "\": \"" + entry.getValue() + "\"")
                        .collect(Collectors.joining(",\n"));
        return "## " + connector.getClass().getSimpleName() + "\n\n" + about
                + "\n\n| Setting | Type | Default | Importance | Meaning |\n|---|---|---|---|---|\n" + rows
                + "\nThe configuration with which it runs:\n\n```json\n{\n" + json + "\n}\n```\n";
    }

    private static String row(ConfigDef.ConfigKey key) {
        boolean required = key.defaultValue == ConfigDef.NO_DEFAULT_VALUE;
        boolean secret = key.type == ConfigDef.Type.PASSWORD;
        String defaultValue = required ? "(required)" : secret ? "(none)" : "`" + key.defaultValue + "`";
        return "| `" + key.name + "` | " + key.type.name().toLowerCase(Locale.ROOT) + " | " + defaultValue + " | "
                + key.importance.name().toLowerCase(Locale.ROOT) + " | " + key.documentation + " |\n";
    }
}
