package io.tokentape.schemas.catalogue;

import io.tokentape.schemas.avro.AccountRef;
import io.tokentape.schemas.avro.AgentRef;
import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.Candle;
import io.tokentape.schemas.avro.ChainRef;
import io.tokentape.schemas.avro.CompanyRef;
import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.LateRecord;
import io.tokentape.schemas.avro.LedgerEntry;
import io.tokentape.schemas.avro.ManualEntry;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.avro.Recommendation;
import io.tokentape.schemas.avro.RecommendationOutcome;
import io.tokentape.schemas.avro.RuleRef;
import io.tokentape.schemas.avro.SourcePost;
import io.tokentape.schemas.avro.TokenRef;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.avro.TokenStats;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * The topic catalogue: every topic declared once. Drives sources, sinks, creation, tests and the tables in the documents.
 * Immutable.
 */
public final class Topics {
    public static final String DEFAULT_PREFIX = "tokentape.";

    /**
     * Partitions of raw, asset-keyed, source-keyed and id-keyed topics: all asset-keyed ones have the same count, or joins
     * would not meet.
     */
    private static final int WIDE = 4;

    /** Partitions of topics that are small and read whole. */
    private static final int NARROW = 1;

    /** Records of raw posts and what is made of them may be this large, in bytes. */
    public static final int LARGE_RECORD_BYTES = 4 << 20;

    /** A dead letter is the largest record that may come, with its reason and stack trace in the headers. */
    public static final int DEAD_LETTER_BYTES = LARGE_RECORD_BYTES + (256 << 10);

    private static final String INGEST = "connectors, ingest";

    public final Topic<RawPost> rawTweets;
    public final Topic<RawPost> rawNews;
    public final Topic<RawPost> rawTelegram;
    public final Topic<RawPost> rawReddit;
    public final Topic<ManualEntry> rawManual;
    public final Topic<TokenRef> refTokens;
    public final Topic<ChainRef> refChains;
    public final Topic<CompanyRef> refCompanies;
    public final Topic<AccountRef> refAccounts;
    public final Topic<AgentRef> refAgents;
    public final Topic<RuleRef> refRules;
    public final Topic<TokenState> tokenState;
    public final Topic<Candle> candles;
    public final Topic<Intelligence> intelligence;
    /** Posts that gave no intelligence, as far as their source's statistics need them. */
    public final Topic<SourcePost> irrelevant;

    public final Topic<Alert> alerts;
    public final Topic<Recommendation> recommendations;
    public final Topic<RecommendationOutcome> recommendationOutcomes;
    public final Topic<TokenStats> tokenStats;
    public final Topic<LedgerEntry> sourceLedger;
    /** Records that came too late to be used. */
    public final Topic<LateRecord> late;

    public final Topic<FlowAccount> accounts;
    /** Bytes that no step could use, as received; origin and reason in the headers. */
    public final Topic<SpecificRecord> dlq;

    private final String prefix;
    private final List<Topic<?>> all;

    public Topics(String prefix) {
        this.prefix = prefix;
        rawTweets = raw("raw.tweets", "author", "tweets as received");
        rawNews = raw("raw.news", "outlet", "news items and exchange announcements as received");
        rawTelegram = raw("raw.telegram", "channel", "Telegram messages as received");
        rawReddit = raw("raw.reddit", "community", "Reddit posts as received");
        rawManual = topic("raw.manual", ManualEntry.class)
                .key("subject")
                .large()
                .writtenBy("operators")
                .readBy("topology")
                .holding("signals, alerts and channels entered by hand or by API, and their deletions");
        refTokens = topic("ref.tokens", TokenRef.class)
                .key("token")
                .partitions(NARROW)
                .writtenBy("ingest")
                .readBy("topology", "serving")
                .holding("tokens and their assets");
        refChains = reference("ref.chains", ChainRef.class, "chain", "chains and how they write addresses");
        refCompanies = topic("ref.companies", CompanyRef.class)
                .key("company")
                .partitions(NARROW)
                .writtenBy("ingest")
                .readBy("topology")
                .holding("watched companies with aliases");
        refAccounts = reference("ref.accounts", AccountRef.class, "source:handle", "known authors, channels, outlets");
        refAgents = reference("ref.agents", AgentRef.class, "agent", "filters plus weights that users follow");
        refRules = topic("ref.rules", RuleRef.class)
                .key("rule")
                .partitions(NARROW)
                .writtenBy("ingest")
                .readBy("topology")
                .holding("keyword tiers, thresholds and weights");
        tokenState = topic("chain.token-state", TokenState.class)
                .key("asset")
                .writtenBy(INGEST)
                .readBy("topology", "serving")
                .holding("price, liquidity, holders, safety of an asset");
        candles = topic("market.candles", Candle.class)
                .key("asset")
                .writtenBy(INGEST)
                .holding("open, high, low, close of an asset");
        intelligence = topic("intelligence", Intelligence.class)
                .key("intelligence id")
                .large()
                .writtenBy("topology")
                .readBy("topology", "serving", "postgres sink")
                .holding("one record a relevant post");
        irrelevant = topic("irrelevant", SourcePost.class)
                .key("source:author or channel")
                .writtenBy("topology")
                .readBy("topology")
                .holding("posts that gave no intelligence, without their text");
        alerts = topic("alerts", Alert.class)
                .key("subject: asset, company, symbol or channel")
                .writtenBy("topology")
                .readBy("serving", "postgres sink")
                .holding("what someone should look at now");
        recommendations = topic("recommendations", Recommendation.class)
                .key("asset")
                .planned("topology")
                .readBy("topology", "serving")
                .holding("signals of others and calls of the engine");
        recommendationOutcomes = topic("recommendation-outcomes", RecommendationOutcome.class)
                .key("asset")
                .planned("topology")
                .readBy("topology", "serving")
                .holding("what the market did to a recommendation; returns after cost");
        tokenStats = topic("token-stats", TokenStats.class)
                .key("asset")
                .writtenBy("topology")
                .readBy("topology", "serving")
                .holding("rolling statistics of an asset, as they were at each time");
        sourceLedger = topic("source-ledger", LedgerEntry.class)
                .key("source, agent or asset")
                .writtenBy("topology")
                .readBy("topology", "serving")
                .holding("realised track records, as they were at each time");
        late = topic("late", LateRecord.class)
                .key("asset or source")
                .partitions(NARROW)
                .writtenBy("topology")
                .holding("records that came too late to be used, by reason");
        accounts = topic("accounts", FlowAccount.class)
                .key("topology / topic / partition / hour")
                .partitions(NARROW)
                .writtenBy("topology")
                .holding("the books: read, put out, filtered, dead-lettered");
        dlq = topic("dlq", (Class<SpecificRecord>) null)
                .key("as received")
                .partitions(NARROW)
                .upTo(DEAD_LETTER_BYTES)
                .writtenBy("topology, connectors")
                .holding("bytes that no step could use; origin and reason in the headers");
        all = List.of(
                rawTweets,
                rawNews,
                rawTelegram,
                rawReddit,
                rawManual,
                refTokens,
                refChains,
                refCompanies,
                refAccounts,
                refAgents,
                refRules,
                tokenState,
                candles,
                intelligence,
                irrelevant,
                alerts,
                recommendations,
                recommendationOutcomes,
                tokenStats,
                sourceLedger,
                late,
                accounts,
                dlq);
    }

    /** The topics of posts; {@code raw.manual} is not one of them. */
    public List<Topic<RawPost>> raw() {
        return List.of(rawTweets, rawNews, rawTelegram, rawReddit);
    }

    /** Every topic, in the order of the flow. */
    public List<Topic<?>> all() {
        return all;
    }

    /** The topic with this id (the name without prefix). */
    public Optional<Topic<?>> byId(String id) {
        return all.stream().filter(topic -> topic.id().equals(id)).findFirst();
    }

    public String prefix() {
        return prefix;
    }

    private Topic<RawPost> raw(String id, String key, String holds) {
        return topic(id, RawPost.class)
                .key(key + ", else the post's own id")
                .large()
                .writtenBy(INGEST)
                .readBy("topology")
                .holding(holds);
    }

    private <V extends SpecificRecord> Topic<V> reference(String id, Class<V> type, String key, String holds) {
        return topic(id, type)
                .key(key)
                .partitions(NARROW)
                .planned(INGEST + ", serving")
                .readBy("topology", "serving")
                .holding(holds);
    }

    private <V extends SpecificRecord> Declaration<V> topic(String id, Class<V> type) {
        return new Declaration<>(id, prefix + id, type);
    }

    /** Collects what makes a topic; the parts may come in any order, what it holds comes last. */
    private static final class Declaration<V extends SpecificRecord> {
        private final String id;
        private final String name;
        private final Class<V> type;
        private final Map<String, String> settings = new TreeMap<>(tapeSettings());
        private String key;
        private int partitions = WIDE;
        private String writer;
        private boolean planned;
        private List<String> readers = List.of();

        private Declaration(String id, String name, Class<V> type) {
            this.id = id;
            this.name = name;
            this.type = type;
        }

        private Declaration<V> key(String what) {
            key = what;
            return this;
        }

        private Declaration<V> partitions(int count) {
            partitions = count;
            return this;
        }

        private Declaration<V> large() {
            return upTo(LARGE_RECORD_BYTES);
        }

        private Declaration<V> upTo(int bytes) {
            settings.put("max.message.bytes", Integer.toString(bytes));
            return this;
        }

        private Declaration<V> writtenBy(String who) {
            writer = who;
            return this;
        }

        private Declaration<V> planned(String who) {
            writer = who;
            planned = true;
            return this;
        }

        private Declaration<V> readBy(String... who) {
            readers = List.of(who);
            return this;
        }

        private Topic<V> holding(String what) {
            return new Topic<>(id, name, key, type, partitions, settings, writer, readers, what, planned);
        }
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
