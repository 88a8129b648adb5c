package io.tokentape.standalone.proof;

import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.PostId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A made-up tape of which each kind of poison, and each other kind of trouble, takes one per cent, and what must become
 * of it. The same number always gives the same record, so the tape is never held in memory.
 */
final class PoisonTape {
    private static final long BEGIN = Instant.parse("2024-03-01T00:00:00Z").toEpochMilli();
    private static final long STATES_AT = BEGIN - Duration.ofHours(1).toMillis();
    private static final long IN_2100 = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();
    private static final long LATE_MILLIS = Duration.ofDays(90).toMillis();
    private static final long STEP_MILLIS = 150;
    private static final int HUNDRED = 100;
    private static final int SAYERS = 499;
    private static final int LONG_ID = 5_000;
    private static final int LONG_TEXT = 40_000;
    private static final int WORDS = 12;
    private static final int WIRE_HEADER = 5;
    private static final char TORN_HERE = '~';
    private static final TokenState OTHER = TokenState.newBuilder()
            .setAsset("bitcoin:native")
            .setProvider("made-up")
            .setObservedAt(0)
            .build();
    private static final List<String> ASSETS =
            List.of("bitcoin:native", "ethereum:native", "solana:native", "ripple:native");
    private static final List<String> TEXTS = List.of(
            "$BTC holds above %d",
            "$ETH looks weak below %d",
            "$SOL and $BTC up, volume %d",
            "$XRP breaks out to %d",
            "$BTC $ETH $SOL all green, day %d");

    /** What is wrong with a record. The outcome is as the books call it; null = it is put out all the same. */
    private enum Trouble {
        TRUNCATED("dead:undecodable"),
        TRAILING_BYTES("dead:undecodable"),
        NO_WIRE_FORMAT("dead:undecodable"),
        HEADER_ALONE("dead:undecodable"),
        OTHER_TYPE("dead:undecodable"),
        UNKNOWN_SCHEMA_ID("dead:undecodable"),
        NULL_VALUE("dead:null_value"),
        NULL_KEY("dead:null_key"),
        NO_ID("dead:no_id"),
        LONG_ID("dead:long_id"),
        NO_SOURCE("dead:no_source"),
        BEFORE_BITCOIN("dead:timestamp"),
        FAR_FUTURE("dead:timestamp"),
        WRONG_KEY("dead:wrong_key"),
        NUL_IN_ASSET("dead:bad_asset"),
        NO_PROVIDER("dead:bad_provider"),
        REPEAT("filtered:repeat"),
        EMPTY("filtered:empty"),
        IRRELEVANT("filtered:irrelevant"),
        /** Three months older than what lies around it. */
        LATE(null),
        /** A byte of the text that is no UTF-8. */
        TORN_TEXT(null),
        LONG_TEXT(null);

        private static final List<Trouble> OF_STATES = List.of(
                TRUNCATED,
                TRAILING_BYTES,
                NO_WIRE_FORMAT,
                HEADER_ALONE,
                UNKNOWN_SCHEMA_ID,
                NULL_VALUE,
                NULL_KEY,
                BEFORE_BITCOIN,
                FAR_FUTURE,
                WRONG_KEY,
                NUL_IN_ASSET,
                NO_PROVIDER);

        private static final List<Trouble> OF_POSTS = Stream.of(values())
                .filter(trouble -> trouble != WRONG_KEY && trouble != NUL_IN_ASSET && trouble != NO_PROVIDER)
                .toList();

        private final String outcome;

        Trouble(String outcome) {
            this.outcome = outcome;
        }
    }

    private final TapeClient client;
    private final int posts;
    private final int states;

    /** @param records of which one in twenty is a state */
    PoisonTape(TapeClient client, int records) {
        this.client = client;
        this.states = records / 20;
        this.posts = records - states;
    }

    int postCount() {
        return posts;
    }

    int stateCount() {
        return states;
    }

    Iterable<ProducerRecord<byte[], byte[]>> posts() {
        return numbered(posts, this::post);
    }

    Iterable<ProducerRecord<byte[], byte[]>> states() {
        return numbered(states, this::state);
    }

    private static Iterable<ProducerRecord<byte[], byte[]>> numbered(
            int count, IntFunction<ProducerRecord<byte[], byte[]>> record) {
        return () -> IntStream.range(0, count).mapToObj(record).iterator();
    }

    /** Ids of the intelligence that must come. */
    Set<String> expectedIds() {
        Set<String> ids = new HashSet<>();
        for (int number = 0; number < posts; number++) {
            Trouble trouble = trouble(number, Trouble.OF_POSTS);
            if (trouble == null || trouble.outcome == null) {
                ids.add(PostId.of(Post.Source.valueOf(source(number).name()), id(number), 1));
            }
        }
        return ids;
    }

    /** How many of the posts and states have each outcome but that of being put out. */
    Map<String, Long> expectedOutcomes() {
        return Stream.concat(
                        IntStream.range(0, posts).mapToObj(number -> trouble(number, Trouble.OF_POSTS)),
                        IntStream.range(0, states).mapToObj(number -> trouble(number, Trouble.OF_STATES)))
                .filter(trouble -> trouble != null && trouble.outcome != null)
                .collect(Collectors.groupingBy(trouble -> trouble.outcome, TreeMap::new, Collectors.counting()));
    }

    /** The last of each hundred have one trouble each; null = none. */
    private static Trouble trouble(int number, List<Trouble> troubles) {
        int place = number % HUNDRED - (HUNDRED - troubles.size());
        return place < 0 ? null : troubles.get(place);
    }

    private ProducerRecord<byte[], byte[]> post(int number) {
        Trouble trouble = trouble(number, Trouble.OF_POSTS);
        // What is sent again lies half a hundred before, where there is no trouble.
        int of = trouble == Trouble.REPEAT ? number - HUNDRED / 2 : number;
        Topic<RawPost> topic = topic(of);
        RawPost post = RawPost.newBuilder()
                .setSource(trouble == Trouble.NO_SOURCE ? PostSource.UNKNOWN : source(of))
                .setId(trouble == Trouble.NO_ID ? "" : trouble == Trouble.LONG_ID ? "i".repeat(LONG_ID) : id(of))
                .setAuthor(sayer(of))
                .setText(text(trouble, of))
                .build();
        return record(topic, trouble, sayer(of), client.encoded(topic, post), BEGIN + number * STEP_MILLIS);
    }

    private static String text(Trouble trouble, int number) {
        if (trouble == Trouble.EMPTY) {
            return " ";
        }
        if (trouble == Trouble.IRRELEVANT) {
            return "good morning";
        }
        String text = TORN_HERE + TEXTS.get(number % TEXTS.size()).formatted(number) + words(number);
        return trouble == Trouble.LONG_TEXT ? text + " x".repeat(LONG_TEXT) : text;
    }

    /** Different ones for each number: where two posts tell the same story, what is said of it depends on which came first. */
    private static String words(int number) {
        SplittableRandom random = new SplittableRandom(number);
        StringBuilder words = new StringBuilder();
        for (int word = 0; word < WORDS; word++) {
            words.append(' ').append(Integer.toString(random.nextInt(1 << 20, 1 << 30), Character.MAX_RADIX));
        }
        return words.toString();
    }

    private ProducerRecord<byte[], byte[]> state(int number) {
        Trouble trouble = trouble(number, Trouble.OF_STATES);
        String asset = ASSETS.get(number % ASSETS.size());
        String key = trouble == Trouble.NUL_IN_ASSET ? asset + '\0' : asset;
        TokenState state = TokenState.newBuilder()
                .setAsset(trouble == Trouble.WRONG_KEY ? "other:native" : key)
                .setProvider(trouble == Trouble.NO_PROVIDER ? "" : "made-up")
                .setObservedAt(STATES_AT + number)
                .setPriceUsd(1.0 + number)
                .build();
        Topic<TokenState> topic = client.topics().tokenState;
        return record(topic, trouble, key, client.encoded(topic, state), STATES_AT + number);
    }

    private <T extends SpecificRecord> ProducerRecord<byte[], byte[]> record(
            Topic<T> topic, Trouble trouble, String key, byte[] value, long at) {
        return new ProducerRecord<>(
                topic.name(),
                null,
                time(trouble, at),
                trouble == Trouble.NULL_KEY ? null : key.getBytes(StandardCharsets.UTF_8),
                trouble == null ? value : poisoned(trouble, value));
    }

    private static long time(Trouble trouble, long at) {
        if (trouble == Trouble.BEFORE_BITCOIN) {
            return 0;
        }
        if (trouble == Trouble.FAR_FUTURE) {
            return IN_2100;
        }
        return trouble == Trouble.LATE ? at - LATE_MILLIS : at;
    }

    private byte[] poisoned(Trouble trouble, byte[] value) {
        byte[] changed = value.clone();
        switch (trouble) {
            case TRUNCATED:
                return Arrays.copyOf(value, value.length - 1);
            case TRAILING_BYTES:
                return Arrays.copyOf(value, value.length + 1);
            case NO_WIRE_FORMAT:
                return "junk".getBytes(StandardCharsets.UTF_8);
            case HEADER_ALONE:
                return Arrays.copyOf(value, WIRE_HEADER);
            case OTHER_TYPE:
                return client.encoded(client.topics().tokenState, OTHER);
            case UNKNOWN_SCHEMA_ID:
                changed[1] = 0x7f;
                return changed;
            case NULL_VALUE:
                return null;
            case TORN_TEXT:
                changed[indexOf(value, TORN_HERE)] = (byte) 0xff;
                return changed;
            default:
                return value;
        }
    }

    private Topic<RawPost> topic(int number) {
        return client.topics().raw().get(number % client.topics().raw().size());
    }

    private PostSource source(int number) {
        return switch (topic(number).id()) {
            case "raw.tweets" -> PostSource.TWEET;
            case "raw.news" -> PostSource.NEWS;
            case "raw.telegram" -> PostSource.TELEGRAM;
            default -> PostSource.REDDIT;
        };
    }

    private static String id(int number) {
        return "post-" + number;
    }

    private static String sayer(int number) {
        return "sayer-" + number % SAYERS;
    }

    private static int indexOf(byte[] bytes, char wanted) {
        int at = 0;
        while (bytes[at] != wanted) {
            at++;
        }
        return at;
    }
}
