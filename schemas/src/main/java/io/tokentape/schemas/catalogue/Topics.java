package io.tokentape.schemas.catalogue;

import io.tokentape.schemas.avro.Candle;
import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.avro.TokenRef;
import io.tokentape.schemas.avro.TokenState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * The topic catalogue: every topic declared once. Drives sources, sinks, creation, tests and the tables in the documents.
 * Immutable.
 */
public final class Topics {
    public static final String DEFAULT_PREFIX = "tokentape.";

    /** Partitions of raw and asset-keyed topics: all asset-keyed ones have the same count, or joins would not meet. */
    private static final int WIDE = 4;

    /** Records of raw posts and what is made of them may be this large, in bytes. */
    public static final int LARGE_RECORD_BYTES = 4 << 20;

    public final Topic<RawPost> rawTweets;
    public final Topic<RawPost> rawNews;
    public final Topic<RawPost> rawTelegram;
    public final Topic<RawPost> rawReddit;
    public final Topic<TokenRef> refTokens;
    public final Topic<TokenState> tokenState;
    public final Topic<Candle> candles;
    public final Topic<Intelligence> intelligence;
    public final Topic<FlowAccount> accounts;
    /** Bytes that no step could use, as received; origin and reason in the headers. */
    public final Topic<SpecificRecord> dlq;

    private final String prefix;

    public Topics(String prefix) {
        this.prefix = prefix;
        rawTweets = raw("raw.tweets", "author", "tweets as received");
        rawNews = raw("raw.news", "outlet", "news items and exchange announcements as received");
        rawTelegram = raw("raw.telegram", "channel", "Telegram messages as received");
        rawReddit = raw("raw.reddit", "community", "Reddit posts as received");
        refTokens = tape(
                "ref.tokens",
                "token",
                TokenRef.class,
                1,
                "ingest",
                List.of("topology", "serving"),
                "tokens and their assets");
        tokenState = tape(
                "chain.token-state",
                "asset",
                TokenState.class,
                WIDE,
                "connectors, ingest",
                List.of("topology", "serving"),
                "price, liquidity, holders, safety of an asset");
        candles = tape(
                "market.candles",
                "asset",
                Candle.class,
                WIDE,
                "connectors, ingest",
                List.of(),
                "open, high, low, close of an asset");
        intelligence = large(
                "intelligence",
                "intelligence id",
                Intelligence.class,
                WIDE,
                "topology",
                List.of("serving", "postgres sink"),
                "one record a relevant post");
        accounts = tape(
                "accounts",
                "topology / step / topic / partition / hour",
                FlowAccount.class,
                1,
                "topology",
                List.of(),
                "the books: read, put out, filtered, dead-lettered");
        dlq = large("dlq", "as received", null, 1, "topology, connectors", List.of(), "bytes that no step could use");
    }

    public List<Topic<RawPost>> raw() {
        return List.of(rawTweets, rawNews, rawTelegram, rawReddit);
    }

    public List<Topic<?>> all() {
        return List.of(
                rawTweets,
                rawNews,
                rawTelegram,
                rawReddit,
                refTokens,
                tokenState,
                candles,
                intelligence,
                accounts,
                dlq);
    }

    public String prefix() {
        return prefix;
    }

    private Topic<RawPost> raw(String id, String key, String holds) {
        return large(
                id,
                key + ", else the post's own id",
                RawPost.class,
                WIDE,
                "connectors, ingest",
                List.of("topology"),
                holds);
    }

    private <V extends SpecificRecord> Topic<V> large(
            String id, String key, Class<V> type, int partitions, String writer, List<String> readers, String holds) {
        Map<String, String> settings = new TreeMap<>(tapeSettings());
        settings.put("max.message.bytes", Integer.toString(LARGE_RECORD_BYTES));
        return new Topic<>(id, prefix + id, key, type, partitions, settings, writer, readers, holds);
    }

    private <V extends SpecificRecord> Topic<V> tape(
            String id, String key, Class<V> type, int partitions, String writer, List<String> readers, String holds) {
        return new Topic<>(id, prefix + id, key, type, partitions, tapeSettings(), writer, readers, holds);
    }

    /**
     * A tape: nothing expires and nothing is compacted. Kafka's time limits count from record timestamps, and ours may be
     * years old, or wrong: those the topology puts aside, not the broker.
     */
    private static Map<String, String> tapeSettings() {
        return Map.of(
                "cleanup.policy", "delete",
                "retention.ms", "-1",
                "retention.bytes", "-1",
                "segment.ms", Long.toString(Long.MAX_VALUE),
                "message.timestamp.type", "CreateTime",
                "message.timestamp.before.max.ms", Long.toString(Long.MAX_VALUE),
                "message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
    }
}
