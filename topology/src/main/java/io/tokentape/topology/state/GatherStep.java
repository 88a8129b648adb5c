package io.tokentape.topology.state;

import io.tokentape.schemas.avro.GatheredPost;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.MentionDraft;
import io.tokentape.topology.account.AccountingStep;
import io.tokentape.topology.account.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
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
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Brings the assets of a post back together.
 *
 * <p>In: joined {@link MentionDraft}s keyed by intelligence id. Out: one {@link Intelligence} a post, keyed by its id,
 * when the last part has come. State: the parts that wait; held in memory, since they are few and gone in moments.
 */
public final class GatherStep {
    public static final String NODE = "gather-assets";
    public static final String STORE = "gathered-posts-store";

    private final Serde<GatheredPost> serde;
    private final AccountingStep.Books books;

    public GatherStep(Serde<GatheredPost> serde, AccountingStep.Books books) {
        this.serde = serde;
        this.books = books.forStep(NODE);
    }

    public KStream<String, SpecificRecord> build(KStream<String, MentionDraft> joined) {
        return joined.process(
                new ProcessorSupplier<String, MentionDraft, String, SpecificRecord>() {
                    @Override
                    public Processor<String, MentionDraft, String, SpecificRecord> get() {
                        return new GatherAssets();
                    }

                    @Override
                    public Set<StoreBuilder<?>> stores() {
                        Set<StoreBuilder<?>> stores = new LinkedHashSet<>(books.stores());
                        stores.add(Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(STORE), Serdes.String(), serde));
                        return stores;
                    }
                },
                Named.as(NODE));
    }

    private final class GatherAssets extends AccountingStep<String, MentionDraft> {
        private KeyValueStore<String, GatheredPost> gathered;

        GatherAssets() {
            super(books);
        }

        @Override
        public void init(ProcessorContext<String, SpecificRecord> context) {
            super.init(context);
            gathered = context.getStateStore(STORE);
        }

        @Override
        protected Outcome handle(Record<String, MentionDraft> record) {
            GatheredPost before = gathered.get(record.key());
            List<MentionDraft> parts = new ArrayList<>(before == null ? List.of() : before.getParts());
            // At least once, a part may come again.
            parts.removeIf(part -> part.getPart() == record.value().getPart());
            boolean again = before != null && parts.size() < before.getParts().size();
            parts.add(record.value());
            if (parts.size() < record.value().getParts()) {
                gathered.put(record.key(), new GatheredPost(parts));
                return again ? Outcome.filtered("repeat") : Outcome.HELD;
            }
            gathered.delete(record.key());
            Intelligence intelligence = whole(parts);
            context().forward(new Record<>(intelligence.getId(), intelligence, record.timestamp()));
            return Outcome.releasing(parts.size() - 1);
        }
    }

    private static Intelligence whole(List<MentionDraft> parts) {
        parts.sort(Comparator.comparingInt(MentionDraft::getPart));
        Intelligence intelligence = Objects.requireNonNull(parts.get(0).getDraft(), "part 0 carries the draft");
        intelligence.setAssets(parts.stream().map(MentionDraft::getJoined).toList());
        return intelligence;
    }
}
