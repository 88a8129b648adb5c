package io.tokentape.connectors.files;

import io.tokentape.schemas.catalogue.Topics;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** The settings of the source. */
public final class PostFileSourceConfig extends AbstractConfig {
    public static final String PATHS = "paths";
    public static final String GLOB = "paths.glob";
    public static final String PREFIX = "topic.prefix";
    public static final String STRICT = "strict";
    public static final String BATCH_RECORDS = "batch.records";
    public static final String POLL_MILLIS = "poll.interval.ms";
    public static final String SETTLE_MILLIS = "settle.ms";
    /** Read by our serdes, as every other setting with this beginning. */
    public static final String REGISTRY_URL = "schema.registry.url";

    /** What a deployment calls the connector. */
    public static final String CONNECTOR_NAME = "post-files";

    /** Set by the connector for each of its tasks: its number, from 0, and how many there are. */
    static final String TASK = "task.number";

    static final String TASKS = "task.count";

    private static final int LARGEST_REQUEST_BYTES = 2 * Topics.LARGE_RECORD_BYTES;

    static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    PATHS,
                    Type.LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ConfigDef.ValidList.anyNonDuplicateValues(false, false),
                    Importance.HIGH,
                    "Files of posts (JSON lines, gzipped or not) and folders of such files; files that come later are"
                            + " picked up.")
            .define(
                    REGISTRY_URL,
                    Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    new ConfigDef.NonEmptyString(),
                    Importance.HIGH,
                    "Schema registry for what is written; further settings of the serde are passed to it.")
            .define(
                    PREFIX,
                    Type.STRING,
                    Topics.DEFAULT_PREFIX,
                    Importance.MEDIUM,
                    "Beginning of the names of the topics written.")
            .define(
                    GLOB,
                    Type.STRING,
                    "*.{json,jsonl,ndjson,json.gz,jsonl.gz,ndjson.gz}",
                    ConfigDef.LambdaValidator.with(PostFileSourceConfig::checkGlob, () -> "a glob pattern"),
                    Importance.MEDIUM,
                    "Which names in a folder are files of posts.")
            .define(
                    STRICT,
                    Type.BOOLEAN,
                    false,
                    Importance.MEDIUM,
                    "Whether a malformed line stops the task; if not, it is counted, logged and skipped.")
            .define(
                    BATCH_RECORDS,
                    Type.INT,
                    2000,
                    ConfigDef.Range.atLeast(1),
                    Importance.LOW,
                    "How many records at most are read at a time, and written in one transaction.")
            .define(
                    POLL_MILLIS,
                    Type.LONG,
                    1000L,
                    ConfigDef.Range.atLeast(1),
                    Importance.LOW,
                    "How long to wait before looking for new lines and files, in milliseconds.")
            .define(
                    SETTLE_MILLIS,
                    Type.LONG,
                    10_000L,
                    ConfigDef.Range.atLeast(0),
                    Importance.LOW,
                    "How long a file must be unchanged before an unfinished last line counts as malformed, in"
                            + " milliseconds.");

    PostFileSourceConfig(Map<String, String> settings) {
        super(DEFINITION, settings);
    }

    List<Path> paths() {
        return getList(PATHS).stream()
                .map(path -> Path.of(path).toAbsolutePath().normalize())
                .toList();
    }

    PathMatcher glob() {
        return FileSystems.getDefault().getPathMatcher("glob:" + getString(GLOB));
    }

    String prefix() {
        return getString(PREFIX);
    }

    boolean strict() {
        return getBoolean(STRICT);
    }

    int batchRecords() {
        return getInt(BATCH_RECORDS);
    }

    long pollMillis() {
        return getLong(POLL_MILLIS);
    }

    long settleMillis() {
        return getLong(SETTLE_MILLIS);
    }

    /** The one configuration with which the source runs, embedded and on any worker. */
    public static Map<String, String> connectorConfig(String prefix, List<String> paths, String registryUrl) {
        Map<String, String> config = new TreeMap<>();
        config.put("name", CONNECTOR_NAME);
        config.put("connector.class", PostFileSourceConnector.class.getName());
        config.put("tasks.max", "1");
        config.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put(PATHS, String.join(",", paths));
        config.put(PREFIX, prefix);
        config.put(REGISTRY_URL, registryUrl);
        // Takes effect where the worker offers exactly once; elsewhere a crash may repeat records, which is harmless.
        config.put("exactly.once.support", "requested");
        config.put("transaction.boundary", "poll");
        config.put("producer.override.acks", "all");
        config.put("producer.override.enable.idempotence", "true");
        config.put("producer.override.max.request.size", Integer.toString(LARGEST_REQUEST_BYTES));
        return config;
    }

    private static void checkGlob(String name, Object value) {
        try {
            FileSystems.getDefault().getPathMatcher("glob:" + value);
        } catch (PatternSyntaxException e) {
            throw new ConfigException(name, value, e.getMessage());
        }
    }
}
