package io.tokentape.topology.state;

import io.tokentape.schemas.avro.CanonicalPrice;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.JoinedAsset;
import io.tokentape.schemas.avro.MentionDraft;
import io.tokentape.schemas.avro.SafetyReason;
import io.tokentape.schemas.avro.SafetyVerdict;
import io.tokentape.schemas.avro.StateOrigin;
import io.tokentape.schemas.avro.StateSeriesList;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.wire.RegistryAwayException;
import io.tokentape.topology.account.AccountingStep;
import io.tokentape.topology.account.Outcome;
import io.tokentape.topology.account.PoisonException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * The state of an asset as of a post's time.
 *
 * <p>In: {@code chain.token-state} as bytes, and mentions, both keyed by asset and co-partitioned, so that they meet in
 * one task. Out: the finished {@link Intelligence} keyed by its id when the post has this one asset; else the joined
 * {@link MentionDraft} keyed by the id, to be gathered.
 *
 * <p>State: the history of {@link StateHistoryStep}, and up to when mentions of an asset have read. A join merges what each
 * provider said last of each pool and kind of facts, see {@link AssetState}.
 *
 * <p>A post reads as of its own timestamp less {@code settle}, so that it meets the same state whether it overtook a
 * state record by less than that or not; a state that comes later than that, when a mention has read past it, is noted as
 * {@code behind}. Nothing is dropped on the way of a mention: one that fails goes on as {@code failed:<what>}.
 * Dead-lettered of the states: {@code timestamp}, {@code null_key}, {@code null_value}, {@code undecodable},
 * {@code wrong_key}, {@code bad_asset}, {@code bad_provider}, {@code bad_pool}, {@code too_many_series}; filtered:
 * {@code no_facts}.
 */
public final class TokenStateStep {
    public static final String STORE_NODE = "store-token-state";
    public static final String JOIN_NODE = "join-token-state";

    /** Up to when mentions of an asset have read: a few dozen bytes an asset. */
    public static final String READ_STORE = "token-state-read-store";

    private static final int MAX_NAME_LENGTH = 256;

    private final Deserializer<TokenState> states;
    private final Serde<StateSeriesList> seriesSerde;
    private final AccountingStep.Books books;
    private final long settleMillis;
    private final Optional<Duration> historyLimit;

    /** What the two nodes put out: the store node its books alone, the join node the joined records and its books. */
    public record Outputs(KStream<String, SpecificRecord> stored, KStream<String, SpecificRecord> joined) {}

    /**
     * @param settle how far behind its own timestamp a post reads
     * @param historyLimit for how long a replaced observation is kept; empty = for ever
     */
    public TokenStateStep(
            Deserializer<TokenState> states,
            Serde<StateSeriesList> seriesSerde,
            AccountingStep.Books books,
            Duration settle,
            Optional<Duration> historyLimit) {
        this.states = states;
        this.seriesSerde = seriesSerde;
        this.books = books;
        this.settleMillis = settle.toMillis();
        this.historyLimit = historyLimit;
    }

    public Outputs build(
            StreamsBuilder builder, KStream<String, byte[]> states, KStream<String, MentionDraft> mentions) {
        StateHistoryStep.stores(seriesSerde).forEach(builder::addStateStore);
        // The cache merges the many mentions of an asset into one changelog record a commit.
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(READ_STORE), Serdes.String(), Serdes.Long())
                        .withCachingEnabled());
        AccountingStep.Books storeBooks = books.forStep(STORE_NODE);
        AccountingStep.Books joinBooks = books.forStep(JOIN_NODE);
        storeBooks.stores().forEach(builder::addStateStore);
        joinBooks.stores().forEach(builder::addStateStore);
        return new Outputs(
                states.process(() -> new StoreState(storeBooks), Named.as(STORE_NODE), storesWith(storeBooks)),
                mentions.process(() -> new JoinState(joinBooks), Named.as(JOIN_NODE), storesWith(joinBooks)));
    }

    private static String[] storesWith(AccountingStep.Books books) {
        List<String> names = new ArrayList<>(StateHistoryStep.storeNames());
        names.add(READ_STORE);
        names.add(books.storeName());
        return names.toArray(String[]::new);
    }

    final class StoreState extends StateHistoryStep<byte[]> {
        private KeyValueStore<String, Long> readUntil;

        StoreState(Books books) {
            super(books, states, historyLimit);
        }

        @Override
        public void init(ProcessorContext<String, SpecificRecord> context) {
            super.init(context);
            readUntil = context.getStateStore(READ_STORE);
        }

        @Override
        protected Outcome handle(Record<String, byte[]> record) {
            if (record.key() == null) {
                throw new PoisonException("null_key", "a token state needs its asset as key");
            }
            if (record.value() == null) {
                throw new PoisonException("null_value", "a token state that is no longer known is one of nulls");
            }
            TokenState state = decode(states, record.value());
            if (!state.getAsset().equals(record.key())) {
                throw new PoisonException("wrong_key", record.key() + " is not " + state.getAsset());
            }
            requireName("asset", state.getAsset());
            requireName("provider", state.getProvider());
            requireName("pool", state.getPool() == null ? "none" : state.getPool());
            Observation observation = Mapping.observation(state, record.timestamp());
            if (observation.size() == 0) {
                return Outcome.filtered("no_facts");
            }
            if (keep(record.key(), record.value(), observation)) {
                Long read = readUntil.get(record.key());
                if (read != null && record.timestamp() <= read) {
                    note("behind");
                }
            }
            return Outcome.PUT_OUT;
        }

        private void requireName(String field, String value) {
            if (value.isEmpty()
                    || value.length() > MAX_NAME_LENGTH
                    || value.indexOf(StateHistoryStep.END_OF_NAME) >= 0) {
                throw new PoisonException(
                        "bad_" + field, "1 to " + MAX_NAME_LENGTH + " characters without U+0000 are expected");
            }
        }
    }

    final class JoinState extends StateHistoryStep<MentionDraft> {
        private KeyValueStore<String, Long> readUntil;

        JoinState(Books books) {
            super(books, states, historyLimit);
        }

        @Override
        public void init(ProcessorContext<String, SpecificRecord> context) {
            super.init(context);
            readUntil = context.getStateStore(READ_STORE);
        }

        @Override
        protected Outcome handle(Record<String, MentionDraft> record) {
            MentionDraft mention = record.value();
            JoinedAsset joined = join(mention.getAsset(), record.timestamp());
            joined.setStory(mention.getStory());
            if (mention.getParts() == 1) {
                Intelligence intelligence = mention.getDraft();
                intelligence.setAssets(List.of(joined));
                context().forward(new Record<>(intelligence.getId(), intelligence, record.timestamp()));
            } else {
                mention.setJoined(joined);
                context().forward(new Record<>(mention.getIntelligenceId(), mention, record.timestamp()));
            }
            return Outcome.PUT_OUT;
        }

        private JoinedAsset join(String asset, long at) {
            long asOf = at - settleMillis;
            Long read = readUntil.get(asset);
            if (read == null || read < asOf) {
                readUntil.put(asset, asOf);
            }
            try {
                StateHistoryStep.Known known = knownAt(asset, asOf);
                if (known.observations().isEmpty()) {
                    String reason = known.expired() ? "state_expired" : "no_state";
                    note(reason);
                    return JoinedAssets.without(asset, reason);
                }
                return JoinedAssets.with(asset, new AssetState(known.observations(), at), at);
            } catch (SerializationException e) {
                if (RegistryAwayException.causes(e)) {
                    throw e;
                }
                note("failed_undecodable_state");
                return JoinedAssets.without(asset, "failed:undecodable_state");
            }
        }
    }

    /** A joined asset as its record. */
    private static final class JoinedAssets {
        private JoinedAssets() {}

        static JoinedAsset without(String asset, String reason) {
            JoinedAsset joined = new JoinedAsset();
            joined.setAsset(asset);
            joined.setReason(reason);
            joined.setOrigins(List.of());
            joined.setDoubts(List.of(reason));
            return joined;
        }

        static JoinedAsset with(String asset, AssetState state, long at) {
            Map<Observation, List<StateFact>> origins = state.byOrigin();
            Reliance reliance = Reliance.on(asset, state);
            JoinedAsset joined = new JoinedAsset();
            joined.setAsset(asset);
            joined.setState(merged(asset, state, origins.keySet()));
            joined.setStateAt(origins.keySet().iterator().next().learnedAt());
            joined.setOrigins(origins.entrySet().stream()
                    .map(origin -> origin(origin.getKey(), origin.getValue(), at))
                    .toList());
            joined.setPrice(price(state.price()));
            joined.setSafety(safety(Safety.of(state::value, state::freshness)));
            joined.setConfidence(reliance.confidence());
            joined.setDoubts(reliance.doubts());
            return joined;
        }

        private static TokenState merged(String asset, AssetState state, Set<Observation> origins) {
            TokenState merged = new TokenState();
            merged.setAsset(asset);
            merged.setProvider(String.join(
                    "+", origins.stream().map(Observation::provider).collect(Collectors.toCollection(TreeSet::new))));
            merged.setObservedAt(
                    origins.stream().mapToLong(Observation::observedAt).max().orElseThrow());
            merged.setPool(state.mainPool());
            StateHistoryStep.Mapping.write(state, merged);
            return merged;
        }

        private static StateOrigin origin(Observation origin, List<StateFact> facts, long at) {
            long age = origin.ageMillis(at);
            return new StateOrigin(
                    origin.provider(),
                    origin.pool(),
                    origin.observedAt(),
                    origin.learnedAt(),
                    age,
                    facts.stream().map(StateHistoryStep.Mapping::field).toList(),
                    facts.stream()
                            .filter(fact -> fact.kind().isStale(age))
                            .map(StateHistoryStep.Mapping::field)
                            .toList());
        }

        private static CanonicalPrice price(AssetState.Price price) {
            return price == null
                    ? null
                    : new CanonicalPrice(
                            price.usd(),
                            price.pools(),
                            price.poolsLeftOut(),
                            known(price.liquidityUsd()),
                            known(price.spread()));
        }

        private static Double known(double number) {
            return Double.isNaN(number) ? null : (Double) number;
        }

        private static io.tokentape.schemas.avro.Safety safety(Safety safety) {
            return new io.tokentape.schemas.avro.Safety(
                    SafetyVerdict.valueOf(safety.verdict().name()),
                    safety.risk(),
                    safety.confidence(),
                    safety.reasons().stream()
                            .map(reason ->
                                    new SafetyReason(StateHistoryStep.Mapping.field(reason.fact()), reason.risk()))
                            .toList());
        }
    }
}
