package io.tokentape.connectors.telegram;

import io.tokentape.connectors.alerts.AlertSinkConfig;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** The settings of the Telegram sink. */
public final class TelegramSinkConfig extends AlertSinkConfig {
    public static final String TOKEN = "telegram.token";
    public static final String CHAT = "telegram.chat";
    public static final String URL = "telegram.url";
    public static final String TIMEOUT_MILLIS = "telegram.timeout.ms";

    /** What a deployment calls the connector. */
    public static final String CONNECTOR_NAME = "alerts-to-telegram";

    static final ConfigDef DEFINITION = common().define(
                    TOKEN,
                    Type.PASSWORD,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ConfigDef.LambdaValidator.with(TelegramSinkConfig::checkToken, () -> "number:letters"),
                    Importance.HIGH,
                    "Token of the bot, as BotFather gave it.")
            .define(
                    CHAT,
                    Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    new ConfigDef.NonEmptyString(),
                    Importance.HIGH,
                    "Number of the chat, or `@name` of a public channel; the bot must be allowed to write there.")
            .define(
                    URL,
                    Type.STRING,
                    "https://api.telegram.org",
                    ConfigDef.LambdaValidator.with(TelegramSinkConfig::checkUrl, () -> "http(s)://host"),
                    Importance.LOW,
                    "Where the Bot API answers.")
            .define(
                    TIMEOUT_MILLIS,
                    Type.LONG,
                    10_000L,
                    ConfigDef.Range.between(1, 60_000),
                    Importance.LOW,
                    "How long to wait for an answer, in milliseconds.");

    TelegramSinkConfig(Map<String, String> settings) {
        super(DEFINITION, settings);
    }

    /** Holds the token. */
    URI sendMessage() {
        return URI.create(getString(URL).replaceAll("/+$", "") + "/bot"
                + getPassword(TOKEN).value() + "/sendMessage");
    }

    String chat() {
        return getString(CHAT);
    }

    Duration timeout() {
        return Duration.ofMillis(getLong(TIMEOUT_MILLIS));
    }

    /** The configuration with which the sink runs, embedded and on any worker. */
    public static Map<String, String> connectorConfig(String prefix, String token, String chat, String registryUrl) {
        Map<String, String> config = connectorConfig(CONNECTOR_NAME, TelegramSinkConnector.class, prefix, registryUrl);
        config.put(TOKEN, token);
        config.put(CHAT, chat);
        return config;
    }

    private static void checkToken(String name, Object value) {
        if (value == null || !((Password) value).value().matches("\\d+:[A-Za-z0-9_-]+")) {
            throw new ConfigException(name, "[hidden]", "is no bot's token");
        }
    }

    private static void checkUrl(String name, Object value) {
        String address = String.valueOf(value);
        checkAddress(name, address);
        if (address.matches(".*[?#].*")) {
            throw new ConfigException(name, "[hidden]", "must end before any ? or #");
        }
    }
}
