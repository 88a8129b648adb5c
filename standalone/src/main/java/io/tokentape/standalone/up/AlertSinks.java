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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * Which sinks of alerts the environment asks for. {@code TOKENTAPE_WEBHOOK_URL} is the sink's setting {@code webhook.url},
 * and so on; {@code TOKENTAPE_ALERTS_KINDS} is {@code filter.kinds} of all of them, and {@code TOKENTAPE_ALERTS_MAX_AGE_MS}
 * their {@code max.age.ms}. A sink whose receiver is not named is off.
 */
final class AlertSinks {
    private static final String COMMON_VARIABLES = "TOKENTAPE_ALERTS_";

    /** The settings of all sinks, by their variables. */
    private static final Map<String, String> COMMON = Map.of(
            COMMON_VARIABLES + "MIN_CONFIDENCE", AlertSinkConfig.MIN_CONFIDENCE,
            COMMON_VARIABLES + "KINDS", AlertSinkConfig.KINDS,
            COMMON_VARIABLES + "SUBJECTS", AlertSinkConfig.SUBJECTS,
            COMMON_VARIABLES + "PRIORITIES", AlertSinkConfig.PRIORITIES,
            COMMON_VARIABLES + "MAX_AGE_MS", AlertSinkConfig.MAX_AGE_MILLIS,
            COMMON_VARIABLES + "RETRY_MS", AlertSinkConfig.RETRY_MILLIS,
            COMMON_VARIABLES + "RETRY_MAX_MS", AlertSinkConfig.RETRY_MAX_MILLIS,
            COMMON_VARIABLES + "PUT_MAX_MS", AlertSinkConfig.PUT_MAX_MILLIS);

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

        /** Its own settings and those of all, by their variables. */
        private Map<String, String> variables() {
            Map<String, String> known = new TreeMap<>(COMMON);
            for (String setting : connector.config().names()) {
                if (setting.startsWith(settings)) {
                    String name = setting.substring(settings.length());
                    known.put(variables + name.toUpperCase(Locale.ROOT).replace('.', '_'), setting);
                }
            }
            return known;
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
        Set<String> unknown = new TreeSet<>(values.keySet());
        List<String> problems = new ArrayList<>();
        for (Sink sink : Sink.values()) {
            Map<String, String> known = sink.variables();
            unknown.removeAll(known.keySet());
            if (values.containsKey(sink.switchedBy)) {
                Map<String, String> settings = new TreeMap<>();
                known.forEach((variable, setting) -> {
                    if (values.containsKey(variable)) {
                        settings.put(setting, variable);
                    }
                });
                wanted.put(sink, settings);
                problems.addAll(problems(sink, known, values));
            }
        }
        unknown.forEach(variable -> problems.add(variable + " is no setting"));
        if (!problems.isEmpty()) {
            throw new CommandException("the environment cannot be used: " + String.join("; ", problems));
        }
        return new AlertSinks(wanted, values);
    }

    /** Whether the variable is about sinks; it may be a secret, and is nobody else's. */
    static boolean owns(String variable) {
        if (variable.startsWith(COMMON_VARIABLES)) {
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

    private static List<String> problems(Sink sink, Map<String, String> known, Map<String, String> values) {
        Map<String, String> config = new TreeMap<>();
        config.put(AlertSinkConfig.REGISTRY_URL, "http://known.later");
        Map<String, String> variables = new TreeMap<>();
        known.forEach((variable, setting) -> {
            variables.put(setting, variable);
            if (values.containsKey(variable)) {
                config.put(setting, values.get(variable));
            }
        });
        List<String> problems = new ArrayList<>();
        for (ConfigValue value : sink.connector.config().validate(config)) {
            if (!value.errorMessages().isEmpty()) {
                problems.add(variables.get(value.name()) + " is missing or cannot be used");
            }
        }
        return problems;
    }
}
