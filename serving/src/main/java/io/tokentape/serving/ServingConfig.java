package io.tokentape.serving;

import io.tokentape.schemas.catalogue.Topics;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Everything serving can be told, read once from the environment. Immutable.
 *
 * @param kafka settings of every Kafka client, {@code bootstrap.servers} among them; what the code must own comes after
 * @param warnings what was understood but looks wrong, for the log
 */
public record ServingConfig(
        Http http,
        Map<String, String> kafka,
        String registryUrl,
        String valueSerde,
        String prefix,
        Database database,
        Paging paging,
        View view,
        Live live,
        LoggingFormat loggingFormat,
        List<String> warnings) {

    /**
     * @param port 0 = any free one
     * @param threads of Jetty's own pool; requests run on virtual threads where there are any
     */
    public record Http(String host, int port, int threads) {}

    /**
     * @param user null = none
     * @param password null = none; never printed
     * @param poolSize most connections
     */
    public record Database(String jdbcUrl, String user, String password, int poolSize) {
        @Override
        public String toString() {
            return "Database[jdbcUrl=" + jdbcUrl + ", user=" + user + ", poolSize=" + poolSize + "]";
        }
    }

    /** Pages of lists: the number of the first, and how many items one may have. */
    public record Paging(int firstPage, int defaultSize, int minSize, int maxSize) {}

    /**
     * The view's own Streams application.
     *
     * @param advertised {@code host:port} at which other instances reach this one; null = its own address
     * @param threads stream threads
     * @param standbys how many other instances keep a copy of each store, so that reads survive one
     */
    public record View(Path stateDir, String advertised, int threads, int standbys) {}

    /**
     * The live feed.
     *
     * @param queueLimit frames that may wait for one client before it is closed
     * @param sessionLimit most clients of one instance
     */
    public record Live(Duration heartbeat, int queueLimit, int sessionLimit) {}

    public ServingConfig {
        kafka = Map.copyOf(kafka);
        warnings = List.copyOf(warnings);
    }

    public static final String PORT = "TOKENTAPE_PORT";
    public static final String HOST = "TOKENTAPE_HOST";
    public static final String HTTP_THREADS = "TOKENTAPE_HTTP_THREADS";
    public static final String PREFIX = "TOKENTAPE_PREFIX";
    public static final String STATE_DIR = "TOKENTAPE_STATE_DIR";
    public static final String ADVERTISED = "TOKENTAPE_ADVERTISED";
    public static final String VIEW_THREADS = "TOKENTAPE_VIEW_THREADS";
    public static final String VIEW_STANDBYS = "TOKENTAPE_VIEW_STANDBYS";
    public static final String VALUE_SERDE = "TOKENTAPE_VALUE_SERDE";
    public static final String POOL_SIZE = "TOKENTAPE_DATABASE_POOL_SIZE";
    public static final String LIVE_HEARTBEAT_SECONDS = "TOKENTAPE_LIVE_HEARTBEAT_SECONDS";
    public static final String LIVE_QUEUE_LIMIT = "TOKENTAPE_LIVE_QUEUE_LIMIT";
    public static final String LIVE_SESSION_LIMIT = "TOKENTAPE_LIVE_SESSION_LIMIT";
    public static final String KAFKA_BOOTSTRAP_SERVERS = "KAFKA_BOOTSTRAP_SERVERS";
    public static final String SCHEMA_REGISTRY_URL = "SCHEMA_REGISTRY_URL";
    public static final String DATABASE_URL = "DATABASE_URL";
    public static final String PAGE = "TOKENTAPE_PAGE";
    public static final String PAGE_SIZE = "TOKENTAPE_PAGE_SIZE";
    public static final String MIN_PAGE_SIZE = "TOKENTAPE_MIN_PAGE_SIZE";
    public static final String MAX_PAGE_SIZE = "TOKENTAPE_MAX_PAGE_SIZE";
    public static final String LOGGING_FORMAT = "TOKENTAPE_LOGGING_FORMAT";

    /** Names of the system that came before, read where ours is not set. */
    private static final Map<String, String> ALIASES = Map.of(
            PAGE, "PAGE",
            PAGE_SIZE, "PAGE_SIZE",
            MIN_PAGE_SIZE, "MIN_PAGE_SIZE",
            MAX_PAGE_SIZE, "MAX_PAGE_SIZE",
            LOGGING_FORMAT, "LOGGING_FORMAT",
            DATABASE_URL, "DATABASE_URLS");

    private static final List<String> OWN_KEYS = List.of(
            PORT,
            HOST,
            HTTP_THREADS,
            PREFIX,
            STATE_DIR,
            ADVERTISED,
            VIEW_THREADS,
            VIEW_STANDBYS,
            VALUE_SERDE,
            POOL_SIZE,
            LIVE_HEARTBEAT_SECONDS,
            LIVE_QUEUE_LIMIT,
            LIVE_SESSION_LIMIT,
            PAGE,
            PAGE_SIZE,
            MIN_PAGE_SIZE,
            MAX_PAGE_SIZE,
            LOGGING_FORMAT);

    /** Beginnings that only serving's keys have: the environment is shared with the topology. */
    private static final List<String> OWN_BEGINNINGS = List.of(
            "TOKENTAPE_HTTP_",
            "TOKENTAPE_VIEW_",
            "TOKENTAPE_LIVE_",
            "TOKENTAPE_DATABASE_",
            "TOKENTAPE_PAGE",
            "TOKENTAPE_ADVERTISE",
            "TOKENTAPE_SERVING_");

    private static final int NEAR = 2;
    private static final int LARGEST_PAGE_SIZE = 1_000;
    private static final Pattern HOST_AND_PORT = Pattern.compile("[^\\s:/]+:\\d{1,5}|\\[[0-9a-fA-F:]+]:\\d{1,5}");

    /**
     * Order of Kafka settings: our defaults, then {@code KAFKA_*} variables ({@code KAFKA_SECURITY_PROTOCOL} is
     * {@code security.protocol}), then what the code must own.
     *
     * @throws IllegalArgumentException naming every violation at once
     */
    public static ServingConfig fromEnv(Map<String, String> env) {
        Reader read = new Reader(env);
        Http http = new Http(
                read.text(HOST, "0.0.0.0"),
                read.number(PORT, 8080, 0, 65_535),
                read.number(HTTP_THREADS, 16, 8, 1_000));
        Map<String, String> kafka = kafkaSettings(env);
        String registryUrl = read.parsed(SCHEMA_REGISTRY_URL, "http://127.0.0.1:8081", ServingConfig::httpAddress);
        String prefix = read.parsed(PREFIX, Topics.DEFAULT_PREFIX, ServingConfig::topicPrefix);
        DatabaseUrl url = read.parsed(DATABASE_URL, "postgresql://127.0.0.1:5432/tokentape", ServingConfig::database);
        int poolSize = read.number(POOL_SIZE, 8, 1, 200);
        Paging paging = new Paging(
                read.number(PAGE, 1, 0, 1),
                read.number(PAGE_SIZE, 20, 1, LARGEST_PAGE_SIZE),
                read.number(MIN_PAGE_SIZE, 1, 1, LARGEST_PAGE_SIZE),
                read.number(MAX_PAGE_SIZE, 100, 1, LARGEST_PAGE_SIZE));
        if (paging.minSize() > paging.defaultSize() || paging.defaultSize() > paging.maxSize()) {
            read.violation(MIN_PAGE_SIZE + " <= " + PAGE_SIZE + " <= " + MAX_PAGE_SIZE + " does not hold");
        }
        View view = new View(
                read.parsed(STATE_DIR, "data/serving-state", ServingConfig::folder),
                read.parsed(ADVERTISED, null, ServingConfig::hostAndPort),
                read.number(VIEW_THREADS, 1, 1, 64),
                read.number(VIEW_STANDBYS, 0, 0, 10));
        Live live = new Live(
                Duration.ofSeconds(read.number(LIVE_HEARTBEAT_SECONDS, 60, 1, 3_600)),
                read.number(LIVE_QUEUE_LIMIT, 1_000, 10, 1_000_000),
                read.number(LIVE_SESSION_LIMIT, 10_000, 1, 1_000_000));
        LoggingFormat format = read.parsed(LOGGING_FORMAT, "text", ServingConfig::format);
        String valueSerde = read.text(VALUE_SERDE, null);
        read.failOnViolations();
        return new ServingConfig(
                http,
                kafka,
                registryUrl,
                valueSerde,
                prefix,
                new Database(url.jdbcUrl(), url.user(), url.password(), poolSize),
                paging,
                view,
                live,
                format,
                unknownKeys(env));
    }

    /** Application id of the view, also the name of its consumer group; safe as a part of metric names and folders. */
    public String viewApplicationId() {
        return prefix.replace('.', '-') + "serving-view";
    }

    public Topics topics() {
        return new Topics(prefix);
    }

    /** Kafka settings may hold secrets under any name, so only their names are told. */
    @Override
    public String toString() {
        return "ServingConfig[http=" + http + ", kafka=" + kafka.get("bootstrap.servers") + " "
                + new TreeSet<>(kafka.keySet()) + ", valueSerde=" + valueSerde + ", prefix=" + prefix + ", database="
                + database + ", paging=" + paging + ", view=" + view + ", live=" + live + ", loggingFormat="
                + loggingFormat + "]";
    }

    private static Map<String, String> kafkaSettings(Map<String, String> env) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("bootstrap.servers", "127.0.0.1:9092");
        env.forEach((key, value) -> {
            if (key.startsWith("KAFKA_") && !value.isBlank()) {
                settings.put(
                        key.substring("KAFKA_".length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'),
                        value.strip());
            }
        });
        return settings;
    }

    private static String httpAddress(String text) {
        if (!text.matches("https?://[^\\s]+")) {
            throw new IllegalArgumentException("must be an http address");
        }
        return text;
    }

    private static String topicPrefix(String text) {
        if (!text.matches("[a-zA-Z0-9._-]{1,100}")) {
            throw new IllegalArgumentException("may hold letters, digits, '.', '_' and '-' only");
        }
        return text;
    }

    /** System A gives a JSON array of addresses, of which the first is meant. */
    private static DatabaseUrl database(String text) {
        String first = text.startsWith("[") ? text.replaceAll("^\\[\\s*\"?|\"?\\s*(,.*)?]$", "") : text;
        return DatabaseUrl.parse(first);
    }

    private static Path folder(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is not a path", e);
        }
    }

    private static String hostAndPort(String text) {
        if (!HOST_AND_PORT.matcher(text).matches()) {
            throw new IllegalArgumentException("must be host:port");
        }
        return text;
    }

    private static LoggingFormat format(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "text" -> LoggingFormat.TEXT;
            case "json" -> LoggingFormat.JSON;
            default -> throw new IllegalArgumentException("must be text or json");
        };
    }

    private static List<String> unknownKeys(Map<String, String> env) {
        List<String> warnings = new ArrayList<>();
        for (String key : new TreeSet<>(env.keySet())) {
            if (key.startsWith("TOKENTAPE_") && !OWN_KEYS.contains(key)) {
                String near = OWN_KEYS.stream()
                        .filter(own -> distance(own, key) <= NEAR)
                        .findFirst()
                        .orElse(null);
                if (near != null) {
                    warnings.add(key + " is not known; " + near + " was meant?");
                } else if (OWN_BEGINNINGS.stream().anyMatch(key::startsWith)) {
                    warnings.add(key + " is not known");
                }
            }
        }
        return warnings;
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? diagonal : diagonal + 1;
                diagonal = row[j];
                row[j] = Math.min(cost, Math.min(row[j - 1], row[j]) + 1);
            }
        }
        return row[b.length()];
    }

    /** Reads keys and gathers what is wrong with them. Values are not repeated: they may be secret. */
    private static final class Reader {
        private final Map<String, String> env;
        private final List<String> violations = new ArrayList<>();

        Reader(Map<String, String> env) {
            this.env = env;
        }

        String text(String key, String whenAbsent) {
            String value = env.get(key);
            if (value == null || value.isBlank()) {
                value = ALIASES.containsKey(key) ? env.get(ALIASES.get(key)) : null;
            }
            return value == null || value.isBlank() ? whenAbsent : value.strip();
        }

        int number(String key, int whenAbsent, int least, int most) {
            String text = text(key, null);
            if (text == null) {
                return whenAbsent;
            }
            if (text.matches("\\d{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
                return Integer.parseInt(text);
            }
            violation(key + " must be a whole number from " + least + " to " + most);
            return whenAbsent;
        }

        <T> T parsed(String key, String whenAbsent, Function<String, T> parse) {
            String text = text(key, whenAbsent);
            if (text == null) {
                return null;
            }
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                violation(key + " " + e.getMessage());
                return whenAbsent == null ? null : parse.apply(whenAbsent);
            }
        }

        void violation(String text) {
            violations.add(text);
        }

        void failOnViolations() {
            if (!violations.isEmpty()) {
                throw new IllegalArgumentException("serving configuration: " + String.join("; ", violations));
            }
        }
    }
}
