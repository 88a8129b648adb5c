package io.tokentape.topology.story;

import io.tokentape.schemas.avro.MentionDraft;
import io.tokentape.schemas.avro.SaidPost;
import io.tokentape.schemas.avro.Story;
import io.tokentape.topology.account.AccountingStep;
import io.tokentape.topology.account.Outcome;
import io.tokentape.topology.text.TextPrint;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
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
 * Finds the story of an asset that a post tells.
 *
 * <p>In and out: {@link MentionDraft}s keyed by asset; out with the story, in with what it is found by. State: the live
 * stories of each asset and what was said since the last post but {@code settle}, see {@link StoryBook} for the bounds.
 *
 * <p>A post does not wait: it reads what was said {@code settle} (and up to an eighth of that more) before its own
 * timestamp, so that it reads the same in whatever order posts come within that time. One that comes after another has read
 * past it is noted as {@code behind}, and joins its story without changing where that began.
 */
public final class StoryStep {
    public static final String NODE = "find-stories";
    public static final String STORE = "stories-store";

    private static final int SPANS_A_SETTLE = 8;
    private static final double HOUR_MILLIS = Duration.ofHours(1).toMillis();
    private static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();

    private final AccountingStep.Books books;
    private final long settleMillis;

    /** @param settle how far behind its own timestamp a post reads */
    public StoryStep(AccountingStep.Books books, Duration settle) {
        this.books = books.forStep(NODE);
        this.settleMillis = settle.toMillis();
    }

    public KStream<String, SpecificRecord> build(KStream<String, MentionDraft> mentions) {
        return mentions.process(
                new ProcessorSupplier<String, MentionDraft, String, SpecificRecord>() {
                    @Override
                    public Processor<String, MentionDraft, String, SpecificRecord> get() {
                        return new FindStories();
                    }

                    @Override
                    public Set<StoreBuilder<?>> stores() {
                        Set<StoreBuilder<?>> stores = new LinkedHashSet<>(books.stores());
                        stores.add(Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray()));
                        return stores;
                    }
                },
                Named.as(NODE));
    }

    private final class FindStories extends AccountingStep<String, MentionDraft> {
        private StoryShelf shelf;

        FindStories() {
            super(books);
        }

        @Override
        public void init(ProcessorContext<String, SpecificRecord> context) {
            super.init(context);
            shelf = new StoryShelf(
                    new StoreEntriesStep(context.getStateStore(STORE)),
                    Math.max(1, settleMillis / SPANS_A_SETTLE),
                    List.of());
        }

        @Override
        protected Outcome handle(Record<String, MentionDraft> record) {
            MentionDraft mention = record.value();
            SaidPost said = mention.getSaid();
            if (said != null) {
                mention.setStory(story(mention, said, record.timestamp()));
                mention.setSaid(null);
            }
            context().forward(new Record<>(record.key(), mention, record.timestamp()));
            return Outcome.PUT_OUT;
        }

        private Story story(MentionDraft mention, SaidPost said, long at) {
            Said post = new Said(mention.getIntelligenceId(), at, said.getSource(), TextPrint.read(said.getPrint()));
            StoryBook book = shelf.book(mention.getAsset());
            Optional<StoryView> known = book.read(post, at - settleMillis);
            if (said.getFirst() && !book.hear(post)) {
                note("behind");
            }
            return known.map(story -> toldBefore(story, said, at))
                    .orElseGet(() -> new Story(post.id(), at, post.source(), 1, 1, null));
        }
    }

    private static Story toldBefore(StoryView story, SaidPost said, long at) {
        int size = said.getFirst() ? story.size() + 1 : story.size();
        return new Story(
                story.id(),
                story.firstAt(),
                story.firstSource(),
                size,
                story.sources(),
                size * HOUR_MILLIS / Math.max(MINUTE_MILLIS, at - story.firstAt()));
    }
}
