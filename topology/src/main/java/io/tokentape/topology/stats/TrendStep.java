package io.tokentape.topology.stats;

import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.schemas.avro.TrendReason;
import io.tokentape.topology.account.AccountingStep;
import io.tokentape.topology.account.Outcome;
import io.tokentape.topology.order.OrderedStep;
import io.tokentape.topology.order.Settling;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Ranks the assets of a window.
 *
 * <p>In: {@link TokenStats} of all assets, in one partition. Out: those of the {@value #MOST} highest {@link TrendScore} a
 * window, as the next revision, with score, rank, rank in the window before and reasons; {@link #GRACE} after the
 * window's end, so that all tasks that count have closed it. A rank does not change afterwards: a result that a late post
 * corrected is put out with the rank it had. What has less than a story is not ranked.
 *
 * <p>State: the {@value #MOST} highest of windows that are not ranked, and the ranked ones of the last window of each
 * length and of those that may still be corrected. Ties go by asset.
 */
public final class TrendStep {
    public static final String NODE = "rank-assets";
    public static final String STORE = "trends-store";

    static final Duration GRACE = Duration.ofSeconds(10);
    static final int MOST = 100;

    private static final int PREFIX = Long.BYTES + Long.BYTES;
    private static final Comparator<TokenStats> HIGHEST_FIRST =
            Comparator.comparingDouble(TokenStats::getTrendScore).reversed().thenComparing(TokenStats::getAsset);

    private record Window(long millis, long end) implements Comparable<Window> {
        @Override
        public int compareTo(Window other) {
            return millis == other.millis ? Long.compare(end, other.end) : Long.compare(millis, other.millis);
        }
    }

    private final OrderedStep.Order<TokenStats> order;
    private final Serde<TokenStats> serde;
    private final LineageStep lineage;

    public TrendStep(Serde<TokenStats> serde, AccountingStep.Books books, Settling settling, String version) {
        this.order = new OrderedStep.Order<>(books.forStep(NODE), settling, serde);
        this.serde = serde;
        this.lineage = new LineageStep(version);
    }

    /** Whether the assets of such a window are ranked. */
    public static boolean isRanked(TokenStats stats) {
        return stats.getWindowMillis() >= Span.FIVE_MINUTES.millis();
    }

    public KStream<String, SpecificRecord> build(KStream<String, TokenStats> stats) {
        return stats.process(
                new ProcessorSupplier<String, TokenStats, String, SpecificRecord>() {
                    @Override
                    public Processor<String, TokenStats, String, SpecificRecord> get() {
                        return new RankAssets();
                    }

                    @Override
                    public Set<StoreBuilder<?>> stores() {
                        Set<StoreBuilder<?>> stores = new LinkedHashSet<>(order.stores());
                        stores.add(Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(STORE), Serdes.Bytes(), serde));
                        return stores;
                    }
                },
                Named.as(NODE));
    }

    private final class RankAssets extends OrderedStep<TokenStats> {
        private KeyValueStore<Bytes, TokenStats> store;
        /** The highest of each window that is not ranked yet, as in the store. */
        private final Map<Window, NavigableSet<TokenStats>> candidates = new TreeMap<>();

        private long reached;

        RankAssets() {
            super(order);
        }

        @Override
        public void init(ProcessorContext<String, SpecificRecord> context) {
            store = context.getStateStore(STORE);
            candidates.clear();
            reached = 0;
            super.init(context);
        }

        @Override
        protected String id(TokenStats stats) {
            return stats.getWindowMillis() + " " + stats.getWindowEnd() + " " + stats.getRevision();
        }

        @Override
        protected void inOrder(Record<String, TokenStats> record) {
            take(record.value(), record.timestamp());
        }

        @Override
        protected Outcome behind(Record<String, TokenStats> record, long settled) {
            reached = Math.max(reached, settled);
            take(record.value(), record.timestamp());
            return Outcome.PUT_OUT;
        }

        private void take(TokenStats stats, long at) {
            if (stats.getStories() == 0) {
                return;
            }
            Bytes key = key(stats.getWindowMillis(), stats.getWindowEnd(), stats.getAsset());
            TokenStats known = store.get(key);
            if (known != null && stats.getRevision() < known.getRevision()) {
                note("older_revision");
                return;
            }
            if (dueAt(stats) <= reached) {
                correct(key, known, stats, at);
                return;
            }
            score(stats);
            NavigableSet<TokenStats> highest = candidates.computeIfAbsent(
                    new Window(stats.getWindowMillis(), stats.getWindowEnd()), this::candidates);
            highest.removeIf(other -> other.getAsset().equals(stats.getAsset()));
            highest.add(stats);
            store.put(key, stats);
            if (highest.size() > MOST) {
                TokenStats lowest = highest.pollLast();
                store.delete(key(lowest.getWindowMillis(), lowest.getWindowEnd(), lowest.getAsset()));
            }
        }

        private NavigableSet<TokenStats> candidates(Window window) {
            NavigableSet<TokenStats> found = new TreeSet<>(HIGHEST_FIRST);
            window(window).forEach(entry -> found.add(entry.value));
            return found;
        }

        /**
         * Puts a corrected result out again with the rank that it had, if it had one.
         *
         * @param ranked null = none
         */
        private void correct(Bytes key, TokenStats ranked, TokenStats stats, long at) {
            if (ranked == null) {
                return;
            }
            stats.setTrendScore(ranked.getTrendScore());
            stats.setTrendRank(ranked.getTrendRank());
            stats.setPreviousRank(ranked.getPreviousRank());
            stats.setTrendReasons(ranked.getTrendReasons());
            store.put(key, stats);
            putOut(stats, at);
        }

        @Override
        protected void reach(long time) {
            long before = reached;
            reached = time;
            if (Math.floorDiv(before - GRACE.toMillis(), Span.FIVE_MINUTES.millis())
                    == Math.floorDiv(time - GRACE.toMillis(), Span.FIVE_MINUTES.millis())) {
                return;
            }
            for (Span span : Span.ALL) {
                rankDue(span, time);
            }
        }

        private void rankDue(Span span, long time) {
            List<Long> ends = new ArrayList<>();
            try (KeyValueIterator<Bytes, TokenStats> all =
                    store.range(key(span.millis(), 0, ""), key(span.millis(), time - GRACE.toMillis() + 1, ""))) {
                while (all.hasNext()) {
                    KeyValue<Bytes, TokenStats> entry = all.next();
                    long end = entry.value.getWindowEnd();
                    if (entry.value.getTrendRank() == null && (ends.isEmpty() || ends.get(ends.size() - 1) != end)) {
                        ends.add(end);
                    }
                }
            }
            ends.forEach(end -> rank(span, end));
            forget(span, time);
        }

        private void rank(Span span, long end) {
            Window window = new Window(span.millis(), end);
            candidates.remove(window);
            List<KeyValue<Bytes, TokenStats>> ranked = window(window);
            ranked.sort(Comparator.comparing(entry -> entry.value, HIGHEST_FIRST));
            int rank = 1;
            for (KeyValue<Bytes, TokenStats> entry : ranked) {
                TokenStats before = store.get(key(span.millis(), end - span.millis(), entry.value.getAsset()));
                entry.value.setPreviousRank(before == null ? null : before.getTrendRank());
                entry.value.setTrendRank(rank++);
                store.put(entry.key, entry.value);
                putOut(entry.value, dueAt(entry.value));
            }
        }

        /** Of those that nobody may correct any more only the last window's ranks are of use. */
        private void forget(Span span, long time) {
            long until = time - WindowBook.LATENESS.toMillis() - GRACE.toMillis() - span.millis();
            List<Bytes> old = new ArrayList<>();
            try (KeyValueIterator<Bytes, TokenStats> all =
                    store.range(key(span.millis(), 0, ""), key(span.millis(), until, ""))) {
                all.forEachRemaining(entry -> old.add(entry.key));
            }
            old.forEach(store::delete);
        }

        private List<KeyValue<Bytes, TokenStats>> window(Window window) {
            List<KeyValue<Bytes, TokenStats>> found = new ArrayList<>();
            try (KeyValueIterator<Bytes, TokenStats> all =
                    store.range(key(window.millis(), window.end(), ""), key(window.millis(), window.end() + 1, ""))) {
                all.forEachRemaining(found::add);
            }
            return found;
        }

        private void putOut(TokenStats stats, long at) {
            TokenStats result = TokenStats.newBuilder(stats)
                    .setRevision(stats.getRevision() + 1)
                    .setLineage(lineage.of(context()))
                    .build();
            context().forward(new Record<>(stats.getAsset(), result, at));
        }
    }

    private static long dueAt(TokenStats stats) {
        return stats.getWindowEnd() + GRACE.toMillis();
    }

    private static void score(TokenStats stats) {
        TrendScore score = TrendScore.of(
                stats.getVelocity(), stats.getMentions(), stats.getStories(), stats.getSources(), stats.getValuable());
        stats.setTrendScore(score.points());
        stats.setTrendReasons(score.reasons().stream()
                .map(reason -> new TrendReason(reason.name(), reason.points()))
                .toList());
    }

    /** Keys sort by length of window, then end, then asset. */
    private static Bytes key(long windowMillis, long end, String asset) {
        byte[] name = asset.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(PREFIX + name.length)
                .putLong(windowMillis)
                .putLong(end)
                .put(name)
                .array());
    }
}
