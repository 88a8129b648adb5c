package io.tokentape.topology.stats;

import io.tokentape.schemas.avro.LedgerEntry;
import io.tokentape.schemas.avro.LedgerSubject;
import io.tokentape.schemas.avro.Rate;
import io.tokentape.schemas.avro.SourceActivity;
import io.tokentape.schemas.avro.SourcePost;
import io.tokentape.topology.account.AccountingStep;
import io.tokentape.topology.account.Outcome;
import io.tokentape.topology.order.OrderedStep;
import io.tokentape.topology.order.Settling;
import io.tokentape.topology.story.Entries;
import io.tokentape.topology.story.StoreEntriesStep;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Counts what sources do.
 *
 * <p>In: {@link SourcePost}s keyed by source. Out: a {@link LedgerEntry} with the activity so far, keyed by source, on the
 * hour of the tape for each source that did something since it was last put out. State: a tally a source, for ever, since
 * the ledger counts from the first post on; and which sources are due.
 *
 * <p>A post that is late is counted in the next entry: the counts are of all that came, and no entry is put out again.
 */
public final class SourceActivityStep {
    public static final String NODE = "count-source-posts";
    public static final String STORE = "source-tallies-store";

    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();
    private static final byte TALLY = 0;
    private static final byte DUE = 1;
    private static final int PREFIX = 1 + Long.BYTES;
    private static final int BATCH = 1_000;

    private final OrderedStep.Order<SourcePost> order;
    private final LineageStep lineage;

    public SourceActivityStep(Serde<SourcePost> serde, AccountingStep.Books books, Settling settling, String version) {
        this.order = new OrderedStep.Order<>(books.forStep(NODE), settling, serde);
        this.lineage = new LineageStep(version);
    }

    public KStream<String, SpecificRecord> build(KStream<String, SourcePost> posts) {
        return posts.process(
                new ProcessorSupplier<String, SourcePost, String, SpecificRecord>() {
                    @Override
                    public Processor<String, SourcePost, String, SpecificRecord> get() {
                        return new CountSourcePosts();
                    }

                    @Override
                    public Set<StoreBuilder<?>> stores() {
                        Set<StoreBuilder<?>> stores = new LinkedHashSet<>(order.stores());
                        stores.add(Stores.keyValueStoreBuilder(
                                        Stores.persistentKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray())
                                .withCachingEnabled());
                        return stores;
                    }
                },
                Named.as(NODE));
    }

    private final class CountSourcePosts extends OrderedStep<SourcePost> {
        private Entries tallies;
        /** End of the hour that runs; entries that are due earlier are out. */
        private long hourEnd;

        CountSourcePosts() {
            super(order);
        }

        @Override
        public void init(ProcessorContext<String, SpecificRecord> context) {
            tallies = new StoreEntriesStep(context.getStateStore(STORE));
            hourEnd = 0;
            super.init(context);
        }

        @Override
        protected String id(SourcePost post) {
            return post.getId();
        }

        @Override
        protected Outcome behind(Record<String, SourcePost> record, long settled) {
            hourEnd = Math.max(hourEnd, hourEnd(settled));
            return super.behind(record, settled);
        }

        @Override
        protected void inOrder(Record<String, SourcePost> record) {
            byte[] key = key(TALLY, 0, record.key());
            byte[] before = tallies.get(key);
            tallies.put(
                    key,
                    with(SourceTally.decode(before), record.value(), record.timestamp())
                            .encode());
            tallies.put(key(DUE, Math.max(hourEnd, hourEnd(record.timestamp())), record.key()), new byte[0]);
        }

        @Override
        protected void reach(long time) {
            if (time < hourEnd) {
                return;
            }
            byte[] from = key(DUE, hourEnd, "");
            byte[] to = key(DUE, time + 1, "");
            for (List<byte[]> due = keys(from, to); !due.isEmpty(); due = keys(from, to)) {
                due.forEach(this::putOut);
            }
            hourEnd = hourEnd(time);
        }

        private List<byte[]> keys(byte[] from, byte[] to) {
            List<byte[]> keys = new ArrayList<>();
            tallies.range(from, to, (key, nothing) -> {
                keys.add(key);
                return keys.size() < BATCH;
            });
            return keys;
        }

        private void putOut(byte[] due) {
            tallies.delete(due);
            String source = new String(due, PREFIX, due.length - PREFIX, StandardCharsets.UTF_8);
            SourceTally tally = SourceTally.decode(tallies.get(key(TALLY, 0, source)));
            LedgerEntry entry = new LedgerEntry(
                    LedgerSubject.SOURCE, source, tally.since(), activity(tally), null, lineage.of(context()));
            context().forward(new Record<>(source, entry, ByteBuffer.wrap(due).getLong(1)));
        }
    }

    private static SourceTally with(SourceTally tally, SourcePost post, long at) {
        if (post.getDeleted()) {
            return tally.withDelete(at);
        }
        return post.getEdited()
                ? tally.withEdit(at)
                : tally.withPost(at, post.getRepeat(), post.getRelevant(), post.getValuable(), post.getSignal());
    }

    private static SourceActivity activity(SourceTally tally) {
        return new SourceActivity(
                tally.posts(),
                tally.repeats(),
                tally.relevant(),
                tally.valuable(),
                tally.edited(),
                tally.deleted(),
                tally.signals(),
                rate(tally.valuable(), tally.posts()));
    }

    private static Rate rate(long hits, long n) {
        if (n == 0) {
            return new Rate(0L, 0L, null, null, null);
        }
        WilsonInterval interval = WilsonInterval.of(hits, n);
        return new Rate(n, hits, (double) hits / n, interval.low(), interval.high());
    }

    private static long hourEnd(long time) {
        return (Math.floorDiv(time, HOUR_MILLIS) + 1) * HOUR_MILLIS;
    }

    /** Keys sort by kind, then time, then source. */
    private static byte[] key(byte kind, long time, String source) {
        byte[] name = source.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(PREFIX + name.length)
                .put(kind)
                .putLong(time)
                .put(name)
                .array();
    }
}
