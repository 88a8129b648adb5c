package io.tokentape.connectors.alerts;

import io.tokentape.schemas.avro.AlertKind;
import io.tokentape.schemas.avro.Priority;
import io.tokentape.schemas.catalogue.Topics;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** The settings that every sink of alerts has. */
public abstract class AlertSinkConfig extends AbstractConfig {
    public static final String MIN_CONFIDENCE = "filter.min.confidence";
    public static final String KINDS = "filter.kinds";
    public static final String SUBJECTS = "filter.subjects";
    public static final String PRIORITIES = "filter.priorities";
    public static final String MAX_AGE_MILLIS = "max.age.ms";
    public static final String RETRY_MILLIS = "retry.ms";
    public static final String RETRY_MAX_MILLIS = "retry.max.ms";
    public static final String PUT_MAX_MILLIS = "put.max.ms";
    /** Read by our serdes, as every other setting with this beginning. */
    public static final String REGISTRY_URL = "schema.registry.url";

    private static final int LARGEST_FETCH_BYTES = 2 * Topics.LARGE_RECORD_BYTES;

    protected AlertSinkConfig(ConfigDef definition, Map<String, String> settings) {
        super(definition, settings);
    }

    /** A definition with the common settings, to which a sink adds its own. */
    protected static ConfigDef common() {
        return new ConfigDef()
                .define(
                        REGISTRY_URL,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Schema registry with the schemas of the topic; further settings of the serde are passed to it.")
                .define(
                        MIN_CONFIDENCE,
                        Type.DOUBLE,
                        0.0,
                        ConfigDef.Range.between(0.0, 1.0),
                        Importance.MEDIUM,
                        "Least confidence of an alert that is told, 0..1. Corrections are told at any.")
                .define(
                        KINDS,
                        Type.LIST,
                        List.of(),
                        names(AlertKind.class),
                        Importance.MEDIUM,
                        "Kinds that are told, such as tge or rug_risk; empty = all.")
                .define(
                        SUBJECTS,
                        Type.LIST,
                        List.of(),
                        Importance.MEDIUM,
                        "Assets, tokens, symbols and companies that are told, in any case; empty = all.")
                .define(
                        PRIORITIES,
                        Type.LIST,
                        List.of(),
                        names(Priority.class),
                        Importance.MEDIUM,
                        "Priorities of watched companies that are told; empty = all, and what is about no company.")
                .define(
                        MAX_AGE_MILLIS,
                        Type.LONG,
                        Duration.ofDays(1).toMillis(),
                        ConfigDef.Range.atLeast(-1),
                        Importance.MEDIUM,
                        "Alerts that were decided longer ago are counted and not told, so that an import of old posts"
                                + " does not ring, in milliseconds; -1 = told at any age.")
                .define(
                        RETRY_MILLIS,
                        Type.LONG,
                        1000L,
                        ConfigDef.Range.atLeast(1),
                        Importance.LOW,
                        "How long to wait before the second attempt, in milliseconds; each further wait is twice as long.")
                .define(
                        RETRY_MAX_MILLIS,
                        Type.LONG,
                        Duration.ofMinutes(5).toMillis(),
                        ConfigDef.Range.atLeast(1),
                        Importance.LOW,
                        "The longest wait between attempts, in milliseconds, unless the receiver asks for a longer one."
                                + " A receiver that is away is never given up.")
                .define(
                        PUT_MAX_MILLIS,
                        Type.LONG,
                        Duration.ofMinutes(1).toMillis(),
                        ConfigDef.Range.atLeast(1),
                        Importance.LOW,
                        "After how long a batch is interrupted, to go on at once, in milliseconds: the worker wants its"
                                + " thread back.");
    }

    /** Refuses what is no address of a server, and never says it: it may hold a secret. */
    protected static void checkAddress(String name, String address) {
        if (!isAddress(address)) {
            throw new ConfigException(
                    name, "[hidden]", "must be an address that begins with http:// or https:// and a host's name");
        }
    }

    private static boolean isAddress(String address) {
        try {
            return address != null
                    && address.matches("https?://\\S+")
                    && URI.create(address).getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    AlertFilter filter() {
        return new AlertFilter(
                getDouble(MIN_CONFIDENCE),
                values(AlertKind.class, getList(KINDS)),
                Set.copyOf(getList(SUBJECTS)),
                values(Priority.class, getList(PRIORITIES)));
    }

    /** Negative = no limit. */
    long maxAgeMillis() {
        return getLong(MAX_AGE_MILLIS);
    }

    Backoff backoff() {
        return new Backoff(getLong(RETRY_MILLIS), getLong(RETRY_MAX_MILLIS));
    }

    long putMaxMillis() {
        return getLong(PUT_MAX_MILLIS);
    }

    /** What all configurations of such sinks share. Each is a consumer group of its own. */
    public static Map<String, String> connectorConfig(
            String name, Class<?> connector, String prefix, String registryUrl) {
        Topics topics = new Topics(prefix);
        Map<String, String> config = new TreeMap<>();
        config.put("name", name);
        config.put("connector.class", connector.getName());
        config.put("tasks.max", "1");
        config.put("topics", topics.alerts.name());
        config.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put(REGISTRY_URL, registryUrl);
        config.put("consumer.override.isolation.level", "read_committed");
        config.put("consumer.override.auto.offset.reset", "earliest");
        // What is told twice after a kill is at most such a batch.
        config.put("consumer.override.max.poll.records", "50");
        config.put("errors.tolerance", "all");
        config.put("errors.deadletterqueue.topic.name", topics.dlq.name());
        config.put("errors.deadletterqueue.topic.replication.factor", "1");
        config.put("errors.deadletterqueue.context.headers.enable", "true");
        config.put("producer.override.acks", "all");
        config.put("producer.override.enable.idempotence", "true");
        config.put("producer.override.max.request.size", Integer.toString(LARGEST_FETCH_BYTES));
        return config;
    }

    private static <E extends Enum<E>> ConfigDef.Validator names(Class<E> type) {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    for (Object entry : (List<?>) value) {
                        try {
                            Enum.valueOf(type, enumName(entry.toString()));
                        } catch (IllegalArgumentException e) {
                            throw new ConfigException(name, entry, "is none of " + EnumSet.allOf(type));
                        }
                    }
                },
                () -> EnumSet.allOf(type).toString());
    }

    private static <E extends Enum<E>> Set<E> values(Class<E> type, List<String> names) {
        Set<E> values = EnumSet.noneOf(type);
        names.forEach(name -> values.add(Enum.valueOf(type, enumName(name))));
        return values;
    }

    private static String enumName(String text) {
        return text.strip().toUpperCase(Locale.ROOT);
    }
}
