package io.tokentape.standalone.up;

import io.tokentape.connectors.alerts.AlertSinkConfig;
import io.tokentape.connectors.email.EmailSinkConfig;
import io.tokentape.connectors.email.EmailSinkConnector;
import io.tokentape.connectors.telegram.TelegramSinkConfig;
import io.tokentape.connectors.telegram.TelegramSinkConnector;
import io.tokentape.connectors.webhook.WebhookSinkConfig;
import io.tokentape.connectors.webhook.WebhookSinkConnector;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.standalone.CommandException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * Which sinks of alerts the environment asks for. {@code TOKENTAPE_WEBHOOK_URL} is the sink's setting {@code webhook.url},
 * and so on; {@code TOKENTAPE_ALERTS_KINDS} is {@code filter.kinds} of all of them. A sink whose receiver is not named is
 * off.
 */
final class AlertSinks {
    private static final String FILTER_VARIABLES = "TOKENTAPE_ALERTS_";
    private static final String FILTER_SETTINGS = "filter.";

    /** All there are, by the variables that begin like that, and the one that turns it on. */
    private enum Sink {
        WEBHOOK("WEBHOOK_", "URL", WebhookSinkConfig.CONNECTOR_NAME, new WebhookSinkConnector()),
        EMAIL("MAIL_", "HOST", EmailSinkConfig.CONNECTOR_NAME, new EmailSinkConnector()),
        TELEGRAM("TELEGRAM_", "TOKEN", TelegramSinkConfig.CONNECTOR_NAME, new TelegramSinkConnector());

        private final String variables;
        private final String switchedBy;
        private final String settings;
        private final String connectorName;
        private final SinkConnector connector;

        Sink(String variables, String switchedBy, String connectorName, SinkConnector connector) {
            this.variables = "TOKENTAPE_" + variables;
            this.switchedBy = "TOKENTAPE_" + variables + switchedBy;
            this.settings = variables.toLowerCase(Locale.ROOT).replace('_', '.');
            this.connectorName = connectorName;
            this.connector = connector;
        }
    }

    /** Of each sink that is on: its settings, by the variables that hold them. */
    private final Map<Sink, Map<String, String>> wanted;

    private final Map<String, String> values;

    private AlertSinks(Map<Sink, Map<String, String>> wanted, Map<String, String> values) {
        this.wanted = wanted;
        this.values = values;
    }

    /** @throws CommandException naming every variable that cannot be used, and no value */
    static AlertSinks of(Map<String, String> env) {
        Map<String, String> values = new TreeMap<>(env);
        values.keySet().removeIf(key -> !owns(key));
        values.values().removeIf(String::isBlank);
        Map<Sink, Map<String, String>> wanted = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        for (Sink sink : Sink.values()) {
            if (values.containsKey(sink.switchedBy)) {
                Map<String, String> settings = new TreeMap<>();
                values.keySet().forEach(key -> {
                    if (key.startsWith(sink.variables)) {
                        settings.put(setting(sink.settings, sink.variables, key), key);
                    } else if (key.startsWith(FILTER_VARIABLES)) {
                        settings.put(setting(FILTER_SETTINGS, FILTER_VARIABLES, key), key);
                    }
                });
                wanted.put(sink, settings);
                problems.addAll(problems(sink, settings, values));
            }
        }
        if (!problems.isEmpty()) {
            throw new CommandException("the environment cannot be used: " + String.join("; ", problems));
        }
        return new AlertSinks(wanted, values);
    }

    /** Whether the variable is about sinks; it may be a secret, and is nobody else's. */
    static boolean owns(String variable) {
        if (variable.startsWith(FILTER_VARIABLES)) {
            return true;
        }
        for (Sink sink : Sink.values()) {
            if (variable.startsWith(sink.variables)) {
                return true;
            }
        }
        return false;
    }

    /** What the connectors refer to. */
    Map<String, String> values() {
        return values;
    }

    List<String> names() {
        return wanted.keySet().stream().map(sink -> sink.connectorName).toList();
    }

    List<String> namesOfOthers() {
        List<String> names = new ArrayList<>();
        for (Sink sink : Sink.values()) {
            if (!wanted.containsKey(sink)) {
                names.add(sink.connectorName);
            }
        }
        return names;
    }

    /**
     * Settings of the sinks that are on, by name.
     *
     * @param reference makes the reference to the value of a variable
     */
    Map<String, Map<String, String>> connectors(Topics topics, String registryUrl, UnaryOperator<String> reference) {
        Map<String, Map<String, String>> connectors = new TreeMap<>();
        wanted.forEach((sink, settings) -> {
            Map<String, String> config = AlertSinkConfig.connectorConfig(
                    sink.connectorName, sink.connector.getClass(), topics.prefix(), registryUrl);
            settings.forEach((setting, variable) -> config.put(setting, reference.apply(variable)));
            connectors.put(sink.connectorName, config);
        });
        return connectors;
    }

    private static List<String> problems(Sink sink, Map<String, String> settings, Map<String, String> values) {
        ConfigDef definition = sink.connector.config();
        List<String> problems = new ArrayList<>();
        Map<String, String> config = new TreeMap<>();
        config.put(AlertSinkConfig.REGISTRY_URL, "http://known.later");
        settings.forEach((setting, variable) -> {
            if (definition.configKeys().containsKey(setting)) {
                config.put(setting, values.get(variable));
            } else {
                problems.add(variable + " is no setting");
            }
        });
        for (ConfigValue value : definition.validate(config)) {
            if (!value.errorMessages().isEmpty()) {
                problems.add(variable(sink, value.name()) + " is missing or cannot be used");
            }
        }
        return problems;
    }

    private static String setting(String settings, String variables, String variable) {
        return settings
                + variable.substring(variables.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
    }

    private static String variable(Sink sink, String setting) {
        String upper = setting.toUpperCase(Locale.ROOT).replace('.', '_');
        return setting.startsWith(FILTER_SETTINGS)
                ? FILTER_VARIABLES + upper.substring(FILTER_SETTINGS.length())
                : sink.variables + upper.substring(sink.settings.length());
    }
}
