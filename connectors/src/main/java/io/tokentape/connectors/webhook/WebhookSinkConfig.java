package io.tokentape.connectors.webhook;

import io.tokentape.connectors.alerts.AlertSinkConfig;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** The settings of the webhook sink. */
public final class WebhookSinkConfig extends AlertSinkConfig {
    public static final String URL = "webhook.url";
    public static final String SECRET = "webhook.secret";
    public static final String TIMEOUT_MILLIS = "webhook.timeout.ms";

    /** What a deployment calls the connector. */
    public static final String CONNECTOR_NAME = "alerts-to-webhook";

    static final ConfigDef DEFINITION = common().define(
                    URL,
                    Type.PASSWORD,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ConfigDef.LambdaValidator.with(
                            (name, value) -> checkAddress(name, text(value)), () -> "http(s)://host/path"),
                    Importance.HIGH,
                    "Where alerts are posted. Taken for a secret, as many such addresses hold one.")
            .define(
                    SECRET,
                    Type.PASSWORD,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ConfigDef.LambdaValidator.with(WebhookSinkConfig::checkSecret, () -> "16 bytes or more"),
                    Importance.HIGH,
                    "Key of the signature: `whsec_` and base64, or any text, whose bytes are the key.")
            .define(
                    TIMEOUT_MILLIS,
                    Type.LONG,
                    10_000L,
                    ConfigDef.Range.between(1, 60_000),
                    Importance.LOW,
                    "How long to wait for an answer, in milliseconds.");

    WebhookSinkConfig(Map<String, String> settings) {
        super(DEFINITION, settings);
    }

    URI url() {
        return URI.create(getPassword(URL).value());
    }

    Password secret() {
        return getPassword(SECRET);
    }

    Duration timeout() {
        return Duration.ofMillis(getLong(TIMEOUT_MILLIS));
    }

    /** The configuration with which the sink runs, embedded and on any worker. */
    public static Map<String, String> connectorConfig(String prefix, String url, String secret, String registryUrl) {
        Map<String, String> config = connectorConfig(CONNECTOR_NAME, WebhookSinkConnector.class, prefix, registryUrl);
        config.put(URL, url);
        config.put(SECRET, secret);
        return config;
    }

    private static void checkSecret(String name, Object value) {
        try {
            new WebhookSignature(text(value));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(name, "[hidden]", e.getMessage());
        }
    }

    /** Connect shows validators what is missing too. */
    private static String text(Object value) {
        return value == null ? "" : ((Password) value).value();
    }
}
