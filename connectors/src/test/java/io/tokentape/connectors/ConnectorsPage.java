package io.tokentape.connectors;

import io.tokentape.connectors.email.EmailSinkConfig;
import io.tokentape.connectors.email.EmailSinkConnector;
import io.tokentape.connectors.files.PostFileSourceConfig;
import io.tokentape.connectors.files.PostFileSourceConnector;
import io.tokentape.connectors.postgres.PostgresSinkConfig;
import io.tokentape.connectors.postgres.PostgresSinkConnector;
import io.tokentape.connectors.telegram.TelegramSinkConfig;
import io.tokentape.connectors.telegram.TelegramSinkConnector;
import io.tokentape.connectors.webhook.WebhookSinkConfig;
import io.tokentape.connectors.webhook.WebhookSinkConnector;
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
                                "http://registry:8081"))
                + "\n"
                + """
                ## Sinks of alerts

                The three below read `alerts`, each as a consumer group of its own: one whose receiver is away waits, with
                pauses that grow and without end, and holds back neither the topic nor another sink. An alert is confirmed
                before the next is told and before its offset is committed, in the order of its subject. After a kill at
                most the last batch is told again, under the same ids. What the receiver will never take (see each) goes to
                the dead-letter topic; all other trouble, a wrong password or address too, is waited for. An alert that is
                taken back is told as a correction. An alert's age (`max.age.ms`) is judged once, when it first comes to
                the sink: one that then waits is told however long that takes, one that is still in the topic behind it and
                older by then is not; how many are not is logged as a warning. Metrics of a task:
                `alerts-delivered-total`, `alerts-skipped-total` (filtered, too old or told before),
                `alerts-refused-total`, which add up to what was read; `delivery-failures-total`,
                `delivery-lateness-millis-total`.

                """
                + section(
                        new WebhookSinkConnector(),
                        "Each alert as a signed request, by [Standard Webhooks](https://www.standardwebhooks.com):"
                                + " `webhook-id` is the alert's id, the same in every attempt; `webhook-signature` is"
                                + " `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, and a receiver refuses"
                                + " timestamps that are minutes away. The body: `type` (`alert`, or `alert.retracted`),"
                                + " `timestamp`, `headline`, `lines` and `data`, the record as REST shows it. Success is any 2xx; 400,"
                                + " 413, 415 and 422 refuse the alert; `Retry-After` is kept. No redirect is followed.",
                        WebhookSinkConfig.connectorConfig(
                                "tokentape.",
                                "https://example.com/hook",
                                "${file:/run/secrets/sinks.properties:webhook}",
                                "http://registry:8081"))
                + "\n"
                + section(
                        new EmailSinkConnector(),
                        "One mail an alert, or a digest where many wait. `Message-ID` follows from the alerts' ids, and the"
                                + " mails of a case are one thread. A mail whose content the server answers with"
                                + " 5xx is refused, unless the mailbox is full (5.2.2) or it wants a login or less mail"
                                + " (5.7.0); of a digest, the alerts are then sent one by one.",
                        EmailSinkConfig.connectorConfig(
                                "tokentape.",
                                "mail.example.com",
                                "tokentape",
                                "${file:/run/secrets/sinks.properties:mail}",
                                "Tokentape <alerts@example.com>",
                                "someone@example.com",
                                "http://registry:8081"))
                + "\n"
                + section(
                        new TelegramSinkConnector(),
                        "One message of a bot an alert, cut to Telegram's 4096 characters. `retry_after` is kept. A bad"
                                + " request that speaks of the text refuses the alert. Telegram knows no repeats:"
                                + " what is told again after a kill appears twice, with the same id in it.",
                        TelegramSinkConfig.connectorConfig(
                                "tokentape.",
                                "${file:/run/secrets/sinks.properties:telegram}",
                                "@example",
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
