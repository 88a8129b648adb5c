package io.tokentape.topology.stats;

import io.tokentape.schemas.avro.LateRecord;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.Sighting;
import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.topology.account.AccountingStep;
import io.tokentape.topology.account.Outcome;
import io.tokentape.topology.order.OrderedStep;
import io.tokentape.topology.order.Settling;
import io.tokentape.topology.story.StoreEntriesStep;
import io.tokentape.topology.story.StoryShelf;
import io.tokentape.topology.text.TextPrint;
import io.tokentape.topology.text.Words;
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
 * Counts what is said about assets in windows.
 *
 * <p>In: {@link Sighting}s keyed by asset. Out: {@link TokenStats} keyed by asset, at each window's end and whenever a late
 * post changes it; {@link LateRecord}s keyed by asset. State: see {@link WindowBook} and {@link StoryShelf}.
 *
 * <p>Posts are counted in order of time and id. Late: {@code older_than_window}, a post that comes more than
 * {@link WindowBook#LATENESS} behind.
 */
public final class TokenStatsStep {
    public static final String NODE = "count-sightings";
    public static final String WINDOWS_STORE = "windows-store";
    public static final String STORIES_STORE = "told-stories-store";

    private static final String TOO_LATE = "older_than_window";

    private final OrderedStep.Order<Sighting> order;
    private final String topology;
    private final LineageStep lineage;

    public TokenStatsStep(Serde<Sighting> serde, AccountingStep.Books books, Settling settling, String version) {
        this.order = new OrderedStep.Order<>(books.forStep(NODE), settling, serde);
        this.topology = books.topology();
        this.lineage = new LineageStep(version);
    }

    public KStream<String, SpecificRecord> build(KStream<String, Sighting> sightings) {
        return sightings.process(
                new ProcessorSupplier<String, Sighting, String, SpecificRecord>() {
                    @Override
                    public Processor<String, Sighting, String, SpecificRecord> get() {
                        return new CountSightings();
                    }

                    @Override
                    public Set<StoreBuilder<?>> stores() {
                        Set<StoreBuilder<?>> stores = new LinkedHashSet<>(order.stores());
                        for (String store : List.of(WINDOWS_STORE, STORIES_STORE)) {
                            // The cache spares a busy asset's entries most of their way to the changelog.
                            stores.add(Stores.keyValueStoreBuilder(
                                            Stores.persistentKeyValueStore(store), Serdes.Bytes(), Serdes.ByteArray())
                                    .withCachingEnabled());
                        }
                        return stores;
                    }
                },
                Named.as(NODE));
    }

    private final class CountSightings extends OrderedStep<Sighting> {
        private WindowBook windows;

        CountSightings() {
            super(order);
        }

        @Override
        public void init(ProcessorContext<String, SpecificRecord> context) {
            StoryShelf stories = new StoryShelf(
                    new StoreEntriesStep(context.getStateStore(STORIES_STORE)), Span.MINUTE.millis(), Span.allMillis());
            windows = new WindowBook(new StoreEntriesStep(context.getStateStore(WINDOWS_STORE)), stories, this::putOut);
            super.init(context);
        }

        @Override
        protected String id(Sighting sighting) {
            return sighting.getIntelligenceId();
        }

        @Override
        protected void reach(long time) {
            windows.reach(time);
        }

        @Override
        protected void inOrder(Record<String, Sighting> record) {
            see(record, record.timestamp());
        }

        @Override
        protected Outcome behind(Record<String, Sighting> record, long settled) {
            if (!WindowBook.isTooLate(record.timestamp(), settled)) {
                see(record, settled);
                return Outcome.PUT_OUT;
            }
            LateRecord late = new LateRecord(
                    topology,
                    NODE,
                    TOO_LATE,
                    record.key(),
                    record.value().getIntelligenceId(),
                    settled,
                    lineage.of(context()));
            context().forward(new Record<>(record.key(), late, record.timestamp()));
            return Outcome.late(TOO_LATE);
        }

        private void see(Record<String, Sighting> record, long settled) {
            windows.see(record.key(), sighted(record.value(), record.timestamp()), settled);
        }

        private void putOut(WindowStats stats) {
            context().forward(new Record<>(stats.asset(), tokenStats(stats, lineage.of(context())), stats.at()));
        }
    }

    private static Sighted sighted(Sighting sighting, long at) {
        return new Sighted(
                sighting.getIntelligenceId(),
                at,
                sighting.getToken(),
                sighting.getSource(),
                sighting.getPrint() == null
                        ? TextPrint.of(null, Words.of(sighting.getIntelligenceId()))
                        : TextPrint.read(sighting.getPrint()),
                sighting.getLabel(),
                sighting.getStance(),
                sighting.getConfidence(),
                sighting.getValuable(),
                sighting.getValue(),
                sighting.getSignal());
    }

    private static TokenStats tokenStats(WindowStats stats, Lineage lineage) {
        return new TokenStats(
                stats.asset(),
                stats.token(),
                stats.span().millis(),
                stats.end(),
                stats.revision(),
                stats.mentions(),
                stats.stories(),
                stats.sources(),
                stats.bullish(),
                stats.neutral(),
                stats.bearish(),
                stats.stance(),
                stats.stanceConfidence(),
                stats.valuable(),
                stats.signals(),
                stats.largestCampaign(),
                stats.usual().median(),
                stats.usual().deviation(),
                stats.usual().windows(),
                stats.usual().velocity(stats.stories()),
                null,
                null,
                null,
                List.of(),
                stats.evidence(),
                lineage);
    }
}
