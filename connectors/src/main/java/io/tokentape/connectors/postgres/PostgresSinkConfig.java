package io.tokentape.connectors.postgres;

import io.tokentape.schemas.catalogue.Topics;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** The settings of the sink. */
public final class PostgresSinkConfig extends AbstractConfig {
    public static final String URL = "postgres.url";
    public static final String USER = "postgres.user";
    public static final String PASSWORD = "postgres.password";
    public static final String ALERTS_TOPIC = "alerts.topic";
    public static final String RETRY_MILLIS = "retry.ms";
    /** Read by our serdes, as every other setting with this beginning. */
    public static final String REGISTRY_URL = "schema.registry.url";

    /** What a deployment calls the connector. */
    public static final String CONNECTOR_NAME = "intelligence-to-postgres";

    private static final String JDBC_PREFIX = "jdbc:postgresql:";
    private static final int LARGEST_FETCH_BYTES = 2 * Topics.LARGE_RECORD_BYTES;

    static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    URL,
                    Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ConfigDef.LambdaValidator.with(
                            PostgresSinkConfig::checkUrl, () -> JDBC_PREFIX + "//host:port/database"),
                    Importance.HIGH,
                    "JDBC address of the database that holds the tables intelligence and alerts.")
            .define(USER, Type.STRING, "postgres", Importance.HIGH, "Who writes the tables.")
            .define(PASSWORD, Type.PASSWORD, "", Importance.HIGH, "Password of that user; empty = none.")
            .define(
                    REGISTRY_URL,
                    Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    new ConfigDef.NonEmptyString(),
                    Importance.HIGH,
                    "Schema registry with the schemas of the topic; further settings of the serde are passed to it.")
            .define(
                    ALERTS_TOPIC,
                    Type.STRING,
                    "",
                    Importance.MEDIUM,
                    "Which of the topics holds alerts; the others hold intelligence.")
            .define(
                    RETRY_MILLIS,
                    Type.LONG,
                    1000L,
                    ConfigDef.Range.atLeast(1),
                    Importance.LOW,
                    "How long to wait before writing again when the database or a table is away, in milliseconds.");

    PostgresSinkConfig(Map<String, String> settings) {
        super(DEFINITION, settings);
    }

    String url() {
        return getString(URL);
    }

    String user() {
        return getString(USER);
    }

    Password password() {
        return getPassword(PASSWORD);
    }

    String alertsTopic() {
        return getString(ALERTS_TOPIC);
    }

    long retryMillis() {
        return getLong(RETRY_MILLIS);
    }

    /**
     * The one configuration with which the sink runs, embedded and on any worker: bytes as they are, only committed
     * records, refused ones to the dead-letter topic with their origin and reason in headers.
     *
     * @param prefix prefix of the topics
     * @param user who writes the tables
     * @param password empty = none
     */
    public static Map<String, String> connectorConfig(
            String prefix, String jdbcUrl, String user, String password, String registryUrl) {
        Topics topics = new Topics(prefix);
        Map<String, String> config = new TreeMap<>();
        config.put("name", CONNECTOR_NAME);
        config.put("connector.class", PostgresSinkConnector.class.getName());
        config.put("tasks.max", "1");
        config.put("topics", topics.intelligence.name() + "," + topics.alerts.name());
        config.put(ALERTS_TOPIC, topics.alerts.name());
        config.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put(URL, jdbcUrl);
        config.put(USER, user);
        config.put(PASSWORD, password);
        config.put(REGISTRY_URL, registryUrl);
        config.put("consumer.override.isolation.level", "read_committed");
        config.put("consumer.override.auto.offset.reset", "earliest");
        config.put("consumer.override.max.poll.records", "5000");
        config.put("consumer.override.max.partition.fetch.bytes", Integer.toString(LARGEST_FETCH_BYTES));
        config.put("errors.tolerance", "all");
        config.put("errors.deadletterqueue.topic.name", topics.dlq.name());
        config.put("errors.deadletterqueue.topic.replication.factor", "1");
        config.put("errors.deadletterqueue.context.headers.enable", "true");
        config.put("producer.override.acks", "all");
        config.put("producer.override.enable.idempotence", "true");
        config.put("producer.override.max.request.size", Integer.toString(LARGEST_FETCH_BYTES));
        return config;
    }

    private static void checkUrl(String name, Object value) {
        if (value != null && !value.toString().startsWith(JDBC_PREFIX)) {
            throw new ConfigException(name, value, "must begin with " + JDBC_PREFIX);
        }
    }
}
