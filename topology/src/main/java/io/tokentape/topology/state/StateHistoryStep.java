package io.tokentape.topology.state;

import io.tokentape.schemas.avro.StateField;
import io.tokentape.schemas.avro.StateSeries;
import io.tokentape.schemas.avro.StateSeriesList;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.avro.Tri;
import io.tokentape.topology.account.AccountingStep;
import io.tokentape.topology.account.PoisonException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * A step over the history of token states: every observation, in series of one asset, provider, pool and set of kinds of
 * facts, each in order of time; and the list of an asset's series.
 *
 * <p>What was known at a moment is what the last {@value #LOOK_BACK} observations of each series say, so it costs a seek and
 * at most that many reads for each of at most {@value #MAX_SERIES} series, whatever the length of the history. Of series that
 * have nothing newer than the moment the last observations are kept in memory.
 */
abstract class StateHistoryStep<V> extends AccountingStep<String, V> {
    static final String STATE_STORE = "token-state-store";
    static final String SERIES_STORE = "token-state-series-store";
    static final String LATEST_STORE = "token-state-latest-store";

    /** How many observations of a series may together say what was known. */
    static final int LOOK_BACK = 16;

    /** Providers, pools and sets of kinds of one asset; what has more is an attack on the tape. */
    static final int MAX_SERIES = 256;

    /** Series of which a task keeps the last observations in memory: some 25 MB. */
    private static final int MOST_IN_MEMORY = 1 << 15;

    /** Between the parts of a key; no name may have it. */
    static final byte END_OF_NAME = 0;

    /**
     * What was known of an asset at a moment.
     *
     * @param observations of each series, newest first; empty = nothing
     * @param expired whether there may have been something that is no longer kept
     */
    record Known(List<Observation> observations, boolean expired) {}

    /**
     * A series and what is known of it.
     *
     * @param pool null = the asset as a whole
     * @param facts which any of its observations had
     */
    private record Series(String provider, String pool, int kinds, Set<StateFact> facts) {
        static final Comparator<Series> ORDER = Comparator.comparing(Series::provider)
                .thenComparing(Series::pool, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparingInt(Series::kinds);
    }

    /** An asset's series, and of each the observations that say what is known last; null = not read. */
    private static final class Latest {
        final List<Series> series;
        final List<List<Observation>> last;

        Latest(List<Series> series) {
            this.series = series;
            this.last = new ArrayList<>(Collections.nCopies(series.size(), null));
        }

        void add(int index, Observation observation) {
            List<Observation> before = last.get(index);
            boolean saysAll = before != null
                    && observation.learnedAt() > before.get(0).learnedAt()
                    && observation.size() == series.get(index).facts.size();
            last.set(index, saysAll ? List.of(observation) : null);
        }
    }

    /**
     * What of an asset's history is known last, so that a post of now costs no seek. Derived from the other stores, so
     * neither logged nor restored; both nodes of a task have the same one. The assets used last are kept.
     */
    private static final class LatestStore implements StateStore {
        private final Map<String, Latest> assets = new LinkedHashMap<>(16, 0.75f, true);
        private int held;
        private boolean isOpen;

        Latest get(String asset) {
            return assets.get(asset);
        }

        void put(String asset, Latest latest) {
            assets.put(asset, latest);
            held += latest.series.size();
            while (held > MOST_IN_MEMORY && assets.size() > 1) {
                remove(assets.keySet().iterator().next());
            }
        }

        void clear() {
            assets.clear();
            held = 0;
        }

        void remove(String asset) {
            Latest removed = assets.remove(asset);
            held -= removed == null ? 0 : removed.series.size();
        }

        @Override
        public String name() {
            return LATEST_STORE;
        }

        @Override
        public void init(StateStoreContext context, StateStore root) {
            context.register(root, (key, value) -> {});
            isOpen = true;
        }

        @Override
        public void close() {
            clear();
            isOpen = false;
        }

        @Override
        public boolean persistent() {
            return false;
        }

        @Override
        public boolean isOpen() {
            return isOpen;
        }
    }

    private static final class LatestBuilder implements StoreBuilder<LatestStore> {
        @Override
        public StoreBuilder<LatestStore> withCachingEnabled() {
            throw new UnsupportedOperationException("it is a cache");
        }

        @Override
        public StoreBuilder<LatestStore> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<LatestStore> withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException("it is derived from stores that are logged");
        }

        @Override
        public StoreBuilder<LatestStore> withLoggingDisabled() {
            return this;
        }

        @Override
        public LatestStore build() {
            return new LatestStore();
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public String name() {
            return LATEST_STORE;
        }
    }

    /** Between an observation and the records that hold it. */
    static final class Mapping {
        private static final StateFact[] FACTS = StateFact.values();
        private static final int[] POSITIONS = Arrays.stream(FACTS)
                .mapToInt(fact ->
                        TokenState.getClassSchema().getField(fact.fieldName()).pos())
                .toArray();
        private static final boolean[] IS_FLAG = new boolean[FACTS.length];
        private static final StateField[] FIELDS = Arrays.stream(FACTS)
                .map(fact -> StateField.valueOf(fact.name()))
                .toArray(StateField[]::new);

        static {
            for (int i = 0; i < FACTS.length; i++) {
                Schema type = TokenState.getClassSchema()
                        .getFields()
                        .get(POSITIONS[i])
                        .schema();
                IS_FLAG[i] = type.getType() == Schema.Type.ENUM;
            }
        }

        private Mapping() {}

        static Observation observation(TokenState state, long learnedAt) {
            Object[] values = new Object[FACTS.length];
            for (int i = 0; i < values.length; i++) {
                Object value = state.get(POSITIONS[i]);
                values[i] = value instanceof Tri flag ? isYes(flag) : value;
            }
            return Observation.of(state.getProvider(), state.getPool(), state.getObservedAt(), learnedAt, values);
        }

        private static Boolean isYes(Tri flag) {
            return flag == Tri.UNKNOWN ? null : flag == Tri.YES;
        }

        /** Sets the facts of the record; flags that are not known are so. */
        static void write(AssetState state, TokenState record) {
            for (int i = 0; i < FACTS.length; i++) {
                Object value = state.value(FACTS[i]);
                if (IS_FLAG[i]) {
                    record.put(POSITIONS[i], value == null ? Tri.UNKNOWN : (Boolean) value ? Tri.YES : Tri.NO);
                } else {
                    record.put(POSITIONS[i], value);
                }
            }
        }

        static StateField field(StateFact fact) {
            return FIELDS[fact.ordinal()];
        }

        static Series series(StateSeries series) {
            Set<StateFact> facts = EnumSet.noneOf(StateFact.class);
            // A fact that a later version knew is none of ours.
            series.getFields().stream()
                    .filter(field -> field != StateField.UNKNOWN)
                    .forEach(field -> facts.add(StateFact.valueOf(field.name())));
            return new Series(series.getProvider(), series.getPool(), series.getKinds(), facts);
        }

        static StateSeries series(Series series) {
            return new StateSeries(
                    series.provider,
                    series.pool,
                    series.kinds,
                    series.facts.stream().map(Mapping::field).toList());
        }
    }

    /**
     * A series in the store: asset, provider and pool in UTF-8, each followed by a zero byte, then its kinds, the time and
     * what tells observations of one moment apart, big end first.
     */
    private static final class Keys {
        private static final int KINDS_BYTES = Integer.BYTES;
        private final byte[] prefix;

        Keys(String asset, Series series) {
            byte[] name = asset.getBytes(StandardCharsets.UTF_8);
            byte[] provider = series.provider.getBytes(StandardCharsets.UTF_8);
            byte[] pool = series.pool == null ? new byte[0] : series.pool.getBytes(StandardCharsets.UTF_8);
            prefix = ByteBuffer.allocate(name.length + provider.length + pool.length + 3 + KINDS_BYTES)
                    .put(name)
                    .put(END_OF_NAME)
                    .put(provider)
                    .put(END_OF_NAME)
                    .put(pool)
                    .put(END_OF_NAME)
                    .putInt(series.kinds)
                    .array();
        }

        Bytes of(Observation observation) {
            return Bytes.wrap(ByteBuffer.allocate(prefix.length + 2 * Long.BYTES)
                    .put(prefix)
                    .putLong(observation.learnedAt())
                    .putLong(observation.digest())
                    .array());
        }

        /** Just above all observations of the time. */
        Bytes above(long time) {
            return at(Math.max(0, time) + 1);
        }

        /** Just below all observations of the time. */
        Bytes at(long time) {
            return Bytes.wrap(ByteBuffer.allocate(prefix.length + Long.BYTES)
                    .put(prefix)
                    .putLong(time)
                    .array());
        }

        long time(Bytes key) {
            return ByteBuffer.wrap(key.get()).getLong(prefix.length);
        }
    }

    private final Deserializer<TokenState> states;
    private final Optional<Duration> historyLimit;
    private KeyValueStore<Bytes, byte[]> history;
    private KeyValueStore<String, StateSeriesList> seriesOfAssets;
    private LatestStore latest;

    /** @param historyLimit for how long a replaced observation is kept beside the asset's newest one; empty = for ever */
    StateHistoryStep(Books books, Deserializer<TokenState> states, Optional<Duration> historyLimit) {
        super(books);
        this.states = states;
        this.historyLimit = historyLimit;
    }

    /** The stores that all nodes with this history share. Observations are kept as they were received. */
    static List<StoreBuilder<?>> stores(Serde<StateSeriesList> seriesSerde) {
        return List.of(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(STATE_STORE), Serdes.Bytes(), Serdes.ByteArray()),
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(SERIES_STORE), Serdes.String(), seriesSerde)
                        .withCachingEnabled(),
                new LatestBuilder());
    }

    static List<String> storeNames() {
        return List.of(STATE_STORE, SERIES_STORE, LATEST_STORE);
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        super.init(context);
        history = context.getStateStore(STATE_STORE);
        seriesOfAssets = context.getStateStore(SERIES_STORE);
        latest = context.getStateStore(LATEST_STORE);
        // A task that was a standby in between has the same stores, and in them what others wrote.
        latest.clear();
    }

    /**
     * Keeps an observation that says something, in whatever order they come.
     *
     * @param received the record as it was received
     * @return false when it was there already
     * @throws PoisonException when the asset has too many series
     */
    final boolean keep(String asset, byte[] received, Observation observation) {
        Latest known = latest(asset);
        Set<StateFact> facts = observation.facts();
        Series series = new Series(observation.provider(), observation.pool(), observation.kinds(), facts);
        int index = Collections.binarySearch(known.series, series, Series.ORDER);
        if (index < 0 && known.series.size() == MAX_SERIES) {
            throw new PoisonException("too_many_series", "an asset has at most " + MAX_SERIES);
        }
        Keys keys = new Keys(asset, series);
        if (history.putIfAbsent(keys.of(observation), received) != null) {
            return false;
        }
        if (index >= 0 && known.series.get(index).facts.containsAll(facts)) {
            known.add(index, observation);
        } else {
            List<Series> all = new ArrayList<>(known.series);
            if (index >= 0) {
                facts.addAll(known.series.get(index).facts);
                all.set(index, series);
            } else {
                all.add(-index - 1, series);
            }
            seriesOfAssets.put(
                    asset, new StateSeriesList(all.stream().map(Mapping::series).toList()));
            latest.remove(asset);
        }
        if (historyLimit.isPresent()) {
            forget(keys, horizon(asset, latest(asset)));
        }
        return true;
    }

    /** Drops of a series what no read can find any more, see {@link #read}. */
    private void forget(Keys keys, long horizon) {
        try (KeyValueIterator<Bytes, byte[]> old = history.reverseRange(keys.at(0), keys.above(horizon))) {
            for (int kept = 0; old.hasNext(); kept++) {
                Bytes key = old.next().key;
                if (kept >= LOOK_BACK) {
                    history.delete(key);
                }
            }
        }
    }

    /** What was known of the asset up to and including the moment. */
    final Known knownAt(String asset, long asOf) {
        Latest known = latest(asset);
        long horizon = horizon(asset, known);
        List<Observation> observations = new ArrayList<>(known.series.size());
        for (int i = 0; i < known.series.size(); i++) {
            List<Observation> last = last(asset, known, i);
            observations.addAll(
                    last.get(0).learnedAt() <= asOf
                            ? last
                            : read(asset, known.series.get(i), Math.max(asOf, horizon), asOf));
        }
        return new Known(observations, asOf < horizon);
    }

    /** Before this, what was replaced is forgotten; the asset's own time counts, not that of others. */
    private long horizon(String asset, Latest known) {
        if (historyLimit.isEmpty() || known.series.isEmpty()) {
            return Long.MIN_VALUE;
        }
        long newest = Long.MIN_VALUE;
        for (int i = 0; i < known.series.size(); i++) {
            newest = Math.max(newest, last(asset, known, i).get(0).learnedAt());
        }
        return newest - historyLimit.get().toMillis();
    }

    private Latest latest(String asset) {
        Latest known = latest.get(asset);
        if (known == null) {
            StateSeriesList list = seriesOfAssets.get(asset);
            known = new Latest(
                    list == null
                            ? List.of()
                            : list.getSeries().stream().map(Mapping::series).toList());
            latest.put(asset, known);
        }
        return known;
    }

    /** What the series says last, newest first; not empty. */
    private List<Observation> last(String asset, Latest known, int index) {
        List<Observation> last = known.last.get(index);
        if (last == null) {
            last = read(asset, known.series.get(index), Long.MAX_VALUE - 1, Long.MAX_VALUE - 1);
            known.last.set(index, last);
        }
        return last;
    }

    /**
     * What the series said, newest first. What was replaced before the horizon may be gone or not; so a read of a moment
     * before it looks back from there, and finds what still held then, either way.
     *
     * @param from looks back from here
     * @param asOf leaves out what came later, which may be before {@code from}
     */
    private List<Observation> read(String asset, Series series, long from, long asOf) {
        Keys keys = new Keys(asset, series);
        Set<StateFact> missing = EnumSet.copyOf(series.facts);
        List<Observation> said = new ArrayList<>(1);
        try (KeyValueIterator<Bytes, byte[]> back = history.reverseRange(keys.at(0), keys.above(from))) {
            for (int i = 0; i < LOOK_BACK && !missing.isEmpty() && back.hasNext(); i++) {
                KeyValue<Bytes, byte[]> next = back.next();
                long learnedAt = keys.time(next.key);
                Observation observation = Mapping.observation(states.deserialize(STATE_STORE, next.value), learnedAt);
                if (missing.removeAll(observation.facts()) && learnedAt <= asOf) {
                    said.add(observation);
                }
            }
        }
        return said;
    }
}
