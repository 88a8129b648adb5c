package io.tokentape.topology.runtime;

import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.topology.sentiment.SentimentScorers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the topology runs, read once from the environment. Immutable.
 *
 * @param bootstrapServers {@code KAFKA_BOOTSTRAP_SERVERS}
 * @param registryUrl {@code SCHEMA_REGISTRY_URL}
 * @param prefix of every topic: {@code TOKENTAPE_PREFIX}
 * @param topologies which of them run here: {@code TOKENTAPE_TOPOLOGIES}, names with commas between, or {@code all}, the default
 * @param applicationId what the application id of each begins with: {@code TOKENTAPE_APPLICATION_ID}, default the prefix
 *     and {@code topology}; a dot and its name follow
 * @param stateDir {@code TOKENTAPE_STATE_DIR}
 * @param threads of intelligence, half as many of each other topology: {@code TOKENTAPE_THREADS}
 * @param commitInterval of intelligence, three times as much of each other topology: {@code TOKENTAPE_COMMIT_INTERVAL}, ISO
 *     8601
 * @param guarantee what a kill may do to intelligence: {@code TOKENTAPE_GUARANTEE}, {@code exactly_once} or
 *     {@code at_least_once}
 * @param settle how far behind its own timestamp a post reads: {@code TOKENTAPE_SETTLE}, ISO 8601
 * @param holdBack how many records an ordered step's task may hold back while old posts are imported, to put them in order:
 *     {@code TOKENTAPE_HOLD_BACK}
 * @param historyLimit for how long replaced state is kept: {@code TOKENTAPE_HISTORY_LIMIT}, ISO 8601 or
 *     {@code unlimited}; empty = unlimited
 * @param poisonWindow how many of the last records count for the poison limit: {@code TOKENTAPE_POISON_WINDOW}
 * @param poisonShare the largest share of poison among them that is borne, 0..1: {@code TOKENTAPE_POISON_SHARE}
 * @param sentiment which scorer reads the stance of a post: {@code TOKENTAPE_SENTIMENT}, {@code model}, {@code lexicon} or
 *     {@code onnx:<path of a model>}
 * @param serdeSettings settings of the serde: {@code VALUE_SERDE} and {@code SCHEMA_REGISTRY_*}, dotted
 * @param kafka any other {@code KAFKA_*}, dotted: {@code KAFKA_SECURITY_PROTOCOL} is {@code security.protocol}; may hold
 *     secrets, so it stays out of {@link #toString}
 */
public record TopologyConfig(
        String bootstrapServers,
        String registryUrl,
        String prefix,
        List<String> topologies,
        String applicationId,
        Path stateDir,
        int threads,
        Duration commitInterval,
        Guarantee guarantee,
        Duration settle,
        int holdBack,
        Optional<Duration> historyLimit,
        int poisonWindow,
        double poisonShare,
        String sentiment,
        Map<String, String> serdeSettings,
        Map<String, String> kafka) {

    /** How often an input may count, and how soon what comes of it can be read. */
    public enum Guarantee {
        /** What comes out of a record can be read once its transaction has ended. */
        EXACTLY_ONCE,
        /** It can be read at once. A kill may put out again, with the same ids, what was under way. */
        AT_LEAST_ONCE
    }

    private static final Logger log = LoggerFactory.getLogger(TopologyConfig.class);

    private static final Map<String, Guarantee> GUARANTEES =
            new TreeMap<>(Map.of("exactly_once", Guarantee.EXACTLY_ONCE, "at_least_once", Guarantee.AT_LEAST_ONCE));

    public TopologyConfig {
        topologies = List.copyOf(topologies);
        serdeSettings = Map.copyOf(serdeSettings);
        kafka = Map.copyOf(kafka);
    }

    /**
     * Reads the environment; keys that are absent have defaults.
     *
     * @throws IllegalArgumentException naming every value that is wrong
     */
    public static TopologyConfig fromEnv(Map<String, String> env) {
        Reader reader = new Reader(env);
        String prefix = reader.text("TOKENTAPE_PREFIX", Topics.DEFAULT_PREFIX);
        String registryUrl = reader.text("SCHEMA_REGISTRY_URL", "http://127.0.0.1:8081");
        Map<String, String> serdeSettings = dotted(env, "SCHEMA_REGISTRY_");
        serdeSettings.remove("url");
        serdeSettings.put("schema.registry.url", registryUrl);
        Optional.ofNullable(env.get("VALUE_SERDE")).ifPresent(serde -> serdeSettings.put("value.serde", serde));
        Map<String, String> kafka = dotted(env, "KAFKA_");
        kafka.remove("bootstrap.servers");
        TopologyConfig config = new TopologyConfig(
                reader.text("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092"),
                registryUrl,
                prefix,
                reader.read(
                        "TOKENTAPE_TOPOLOGIES",
                        Topologies.NAMES,
                        names -> names.equals("all")
                                ? Topologies.NAMES
                                : Stream.of(names.split(","))
                                        .map(String::strip)
                                        .distinct()
                                        .toList(),
                        Topologies.NAMES::containsAll,
                        "all, or names with commas between, of " + String.join(", ", Topologies.NAMES)),
                reader.text("TOKENTAPE_APPLICATION_ID", prefix + "topology"),
                Path.of(reader.text("TOKENTAPE_STATE_DIR", "data/topology")),
                reader.read("TOKENTAPE_THREADS", 2, Integer::parseInt, threads -> threads >= 1, "a number, 1 or more"),
                reader.duration("TOKENTAPE_COMMIT_INTERVAL", Duration.ofMillis(100)),
                reader.read(
                        "TOKENTAPE_GUARANTEE",
                        Guarantee.EXACTLY_ONCE,
                        GUARANTEES::get,
                        Objects::nonNull,
                        String.join(" or ", GUARANTEES.keySet())),
                reader.duration("TOKENTAPE_SETTLE", Duration.ofSeconds(1)),
                reader.read("TOKENTAPE_HOLD_BACK", 20_000, Integer::parseInt, most -> most >= 0, "a number, 0 or more"),
                reader.read(
                        "TOKENTAPE_HISTORY_LIMIT",
                        Optional.of(Duration.ofDays(30)),
                        limit -> limit.equals("unlimited") ? Optional.empty() : Optional.of(Duration.parse(limit)),
                        limit -> !limit.map(Duration::isNegative).orElse(false),
                        "unlimited or a duration such as P30D"),
                reader.read(
                        "TOKENTAPE_POISON_WINDOW",
                        10_000,
                        Integer::parseInt,
                        window -> window >= 1,
                        "a number, 1 or more"),
                reader.read(
                        "TOKENTAPE_POISON_SHARE",
                        0.5,
                        Double::parseDouble,
                        share -> share >= 0 && share <= 1,
                        "a number from 0 to 1"),
                reader.read(
                        "TOKENTAPE_SENTIMENT",
                        SentimentScorers.DEFAULT,
                        Function.identity(),
                        SentimentScorers::isName,
                        SentimentScorers.NAMES),
                serdeSettings,
                kafka);
        reader.check();
        return config;
    }

    private static Map<String, String> dotted(Map<String, String> env, String keyPrefix) {
        Map<String, String> settings = new TreeMap<>();
        env.forEach((key, value) -> {
            if (key.startsWith(keyPrefix) && key.length() > keyPrefix.length()) {
                String name = key.substring(keyPrefix.length()).toLowerCase(Locale.ROOT);
                settings.put(name.replace('_', '.'), value);
            }
        });
        return settings;
    }

    @Override
    public String toString() {
        return "TopologyConfig[bootstrapServers=%s, registryUrl=%s, prefix=%s, topologies=%s, applicationId=%s, stateDir=%s, threads=%d, settle=%s, historyLimit=%s]"
                .formatted(
                        bootstrapServers,
                        registryUrl.replaceFirst("//[^/@]*@", "//***@"),
                        prefix,
                        topologies,
                        applicationId,
                        stateDir,
                        threads,
                        settle,
                        historyLimit.map(Duration::toString).orElse("unlimited"));
    }

    /** Collects what is wrong, so that all of it is reported at once. */
    private static final class Reader {
        private final Map<String, String> env;
        private final List<String> violations = new ArrayList<>();

        Reader(Map<String, String> env) {
            this.env = env;
        }

        String text(String key, String byDefault) {
            return read(key, byDefault, Function.identity(), value -> !value.isBlank(), "not blank");
        }

        Duration duration(String key, Duration byDefault) {
            return read(
                    key,
                    byDefault,
                    Duration::parse,
                    duration -> !duration.isNegative(),
                    "an ISO 8601 duration such as PT1S, not negative");
        }

        <T> T read(String key, T byDefault, Function<String, T> parse, Predicate<T> valid, String expected) {
            String value = env.get(key);
            if (value == null) {
                return byDefault;
            }
            try {
                T parsed = parse.apply(value);
                if (valid.test(parsed)) {
                    return parsed;
                }
            } catch (NumberFormatException | DateTimeParseException e) {
                log.debug("{} cannot be read", key, e);
            }
            violations.add(key + " is '" + value + "', expected " + expected);
            return byDefault;
        }

        void check() {
            if (!violations.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", violations));
            }
        }
    }
}
