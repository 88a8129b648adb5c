package io.tokentape.serving.view;

import io.tokentape.schemas.catalogue.Topics;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;

/**
 * The latest value by key of {@code intelligence}, {@code chain.token-state} and {@code token-stats}, and the tokens of {@code ref.tokens} on
 * every instance.
 *
 * <p>Values stay as the topic has them, and those of the first two are decoded by whoever reads them: nothing there can meet a value it cannot
 * decode, also not on restore, where Streams asks no handler, and a registry that is away loses no record. What is not
 * even in wire format, and null keys, are skipped; null values delete.
 *
 * <p>Stores: {@link #INTELLIGENCE_STORE} uses its topic as changelog, for an id is written once. {@link
 * #TOKEN_STATE_STORE} keeps the observation with the latest timestamp, not the last to arrive, so an import of old states
 * changes nothing newer; restoring its topic would put the last to arrive, so it has a changelog of its own. So have {@link #TOKEN_STATS_STORE}
 * and {@link #TRENDING_STORE}, see {@link KeepNewestStats}: their values are decoded, for their keys. {@link
 * #TOKEN_STORE} is global and read again at every start.
 */
public final class ViewTopology {
    public static final String INTELLIGENCE_STORE = "intelligence-by-id-store";
    public static final String TOKEN_STATE_STORE = "latest-token-state-store";
    public static final String TOKEN_STATS_STORE = "latest-token-stats-store";
    public static final String TRENDING_STORE = "trending-store";
    public static final String TOKEN_STORE = "token-store";

    private static final int WIRE_HEADER_BYTES = 5;

    private final Topics topics;
    private final StreamTime streamTime;
    private final Predicate<Record<String, byte[]>> usableState;
    private final ReadableStats readableStats;
    private final Consumer<byte[]> tokens;

    /**
     * @param usableState asked of every record of {@code chain.token-state} that has a key and a value
     * @param tokens is given every value of {@code ref.tokens} in order, from the first at each start
     */
    public ViewTopology(
            Topics topics,
            StreamTime streamTime,
            Predicate<Record<String, byte[]>> usableState,
            ReadableStats readableStats,
            Consumer<byte[]> tokens) {
        this.topics = topics;
        this.streamTime = streamTime;
        this.usableState = usableState;
        this.readableStats = readableStats;
        this.tokens = tokens;
    }

    /** Store to its source topic, of those that have a changelog of their own. */
    Map<String, String> loggedStores() {
        return Map.of(
                TOKEN_STATE_STORE,
                topics.tokenState.name(),
                TOKEN_STATS_STORE,
                topics.tokenStats.name(),
                TRENDING_STORE,
                topics.tokenStats.name());
    }

    public Topology build() {
        Topology topology = new Topology();
        topology.addReadOnlyStateStore(
                timestamped(INTELLIGENCE_STORE).withLoggingDisabled(),
                "consume-intelligence",
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                topics.intelligence.name(),
                "store-intelligence",
                () -> new StoreIntelligence(streamTime));
        topology.addSource(
                "consume-token-state", new StringDeserializer(), new ByteArrayDeserializer(), topics.tokenState.name());
        topology.addProcessor("keep-newest-token-state", () -> new KeepNewest(usableState), "consume-token-state");
        topology.addStateStore(timestamped(TOKEN_STATE_STORE), "keep-newest-token-state");
        topology.addSource(
                "consume-token-stats", new StringDeserializer(), new ByteArrayDeserializer(), topics.tokenStats.name());
        topology.addProcessor(
                "keep-newest-token-stats", () -> new KeepNewestStats(readableStats), "consume-token-stats");
        topology.addStateStore(timestamped(TOKEN_STATS_STORE), "keep-newest-token-stats");
        topology.addStateStore(timestamped(TRENDING_STORE), "keep-newest-token-stats");
        topology.addGlobalStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(TOKEN_STORE), Serdes.String(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                "consume-tokens",
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                topics.refTokens.name(),
                "put-tokens",
                () -> new PutTokens(tokens));
        return topology;
    }

    private static StoreBuilder<TimestampedKeyValueStore<String, byte[]>> timestamped(String name) {
        return Stores.timestampedKeyValueStoreBuilder(
                        Stores.persistentTimestampedKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                .withCachingDisabled();
    }

    static boolean inWireFormat(byte[] value) {
        return value.length > WIRE_HEADER_BYTES && value[0] == 0;
    }

    private static final class StoreIntelligence extends ContextualProcessor<String, byte[], Void, Void> {
        private final StreamTime streamTime;
        private TimestampedKeyValueStore<String, byte[]> store;

        StoreIntelligence(StreamTime streamTime) {
            this.streamTime = streamTime;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            store = context.getStateStore(INTELLIGENCE_STORE);
        }

        @Override
        public void process(Record<String, byte[]> record) {
            if (record.key() == null || record.value() != null && !inWireFormat(record.value())) {
                return;
            }
            streamTime.seen(record.timestamp(), record.value());
            store.put(record.key(), ValueAndTimestamp.make(record.value(), record.timestamp()));
        }
    }

    private static final class KeepNewest extends ContextualProcessor<String, byte[], Void, Void> {
        private final Predicate<Record<String, byte[]>> usable;
        private TimestampedKeyValueStore<String, byte[]> store;

        KeepNewest(Predicate<Record<String, byte[]>> usable) {
            this.usable = usable;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            store = context.getStateStore(TOKEN_STATE_STORE);
        }

        @Override
        public void process(Record<String, byte[]> record) {
            if (record.key() == null || record.value() == null || !usable.test(record)) {
                return;
            }
            ValueAndTimestamp<byte[]> known = store.get(record.key());
            if (known == null || known.timestamp() <= record.timestamp()) {
                store.put(record.key(), ValueAndTimestamp.make(record.value(), record.timestamp()));
            }
        }
    }

    /** The store itself stays empty: the registry is what is asked, and Streams gives every record again at each start. */
    private static final class PutTokens implements Processor<String, byte[], Void, Void> {
        private final Consumer<byte[]> tokens;

        PutTokens(Consumer<byte[]> tokens) {
            this.tokens = tokens;
        }

        @Override
        public void process(Record<String, byte[]> record) {
            if (record.value() != null && inWireFormat(record.value())) {
                tokens.accept(record.value());
            }
        }
    }
}
