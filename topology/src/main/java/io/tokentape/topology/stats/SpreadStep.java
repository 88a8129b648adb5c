package io.tokentape.topology.stats;

import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.JoinedAsset;
import io.tokentape.schemas.avro.Mention;
import io.tokentape.schemas.avro.SentimentLabel;
import io.tokentape.schemas.avro.Sighting;
import io.tokentape.schemas.avro.SignalKind;
import io.tokentape.schemas.avro.SourcePost;
import io.tokentape.topology.account.AccountingStep;
import io.tokentape.topology.account.Outcome;
import io.tokentape.topology.account.PoisonException;
import io.tokentape.topology.text.SourceName;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Spreads posts to those who count them.
 *
 * <p>In: {@code intelligence} and {@code irrelevant}, as bytes. Out: one {@link SourcePost} a record, keyed by its source,
 * and one {@link Sighting} an asset of a post's first revision, keyed by the asset; timestamps stay. No state.
 *
 * <p>Posts of nobody are no source's. Filtered: {@code unknown_source}, where there is no asset to count them for either.
 *
 * <p>Dead-lettered: {@code timestamp}, {@code null_value}, {@code undecodable}.
 */
public final class SpreadStep {
    public static final String NODE = "spread-posts";

    private final String irrelevantTopic;
    private final Deserializer<Intelligence> intelligence;
    private final Deserializer<SourcePost> irrelevant;
    private final AccountingStep.Books books;

    /** @param irrelevantTopic full name of the topic whose records are read by {@code irrelevant} */
    public SpreadStep(
            String irrelevantTopic,
            Deserializer<Intelligence> intelligence,
            Deserializer<SourcePost> irrelevant,
            AccountingStep.Books books) {
        this.irrelevantTopic = irrelevantTopic;
        this.intelligence = intelligence;
        this.irrelevant = irrelevant;
        this.books = books.forStep(NODE);
    }

    public KStream<String, SpecificRecord> build(KStream<String, byte[]> posts) {
        return posts.process(
                new ProcessorSupplier<String, byte[], String, SpecificRecord>() {
                    @Override
                    public Processor<String, byte[], String, SpecificRecord> get() {
                        return new SpreadPosts();
                    }

                    @Override
                    public Set<StoreBuilder<?>> stores() {
                        return books.stores();
                    }
                },
                Named.as(NODE));
    }

    private final class SpreadPosts extends AccountingStep<String, byte[]> {
        SpreadPosts() {
            super(books);
        }

        @Override
        protected Outcome handle(Record<String, byte[]> record) {
            if (record.value() == null) {
                throw new PoisonException("null_value", "a post that was taken back is a record of its own");
            }
            String topic = context().recordMetadata().orElseThrow().topic();
            if (topic.equals(irrelevantTopic)) {
                return forward(decode(irrelevant, record.value()), record.timestamp());
            }
            return spread(decode(intelligence, record.value()), record.timestamp());
        }

        private Outcome spread(Intelligence post, long at) {
            SourcePost ofSource = sourcePost(post);
            Outcome outcome = forward(ofSource, at);
            if (ofSource.getEdited()
                    || ofSource.getDeleted()
                    || post.getAssets().isEmpty()) {
                return outcome;
            }
            for (JoinedAsset asset : post.getAssets()) {
                context().forward(new Record<>(asset.getAsset(), sighting(post, ofSource, asset.getAsset()), at));
            }
            return Outcome.PUT_OUT;
        }

        private Outcome forward(SourcePost post, long at) {
            if (!SourceName.isKnown(post.getSource())) {
                return Outcome.filtered("unknown_source");
            }
            context().forward(new Record<>(post.getSource(), post, at));
            return Outcome.PUT_OUT;
        }
    }

    private static SourcePost sourcePost(Intelligence post) {
        boolean repeat = post.getAssets().stream()
                .map(JoinedAsset::getStory)
                .anyMatch(story -> story != null && !story.getId().equals(post.getId()));
        return new SourcePost(
                post.getId(),
                SourceName.of(post.getType().name(), post.getAuthor(), post.getChannel()),
                post.getRevises() != null && !post.getRetracted(),
                post.getRetracted(),
                true,
                post.getValue().getValuable(),
                isCall(post),
                repeat,
                post.getLineage());
    }

    private static boolean isCall(Intelligence post) {
        return post.getSignal() != null && post.getSignal().getKind() == SignalKind.SIGNAL;
    }

    private static Sighting sighting(Intelligence post, SourcePost ofSource, String asset) {
        Mention mention = post.getMentions().stream()
                .filter(one -> asset.equals(one.getAsset()))
                .findFirst()
                .orElse(null);
        SentimentLabel ofPost = post.getSentiment().getLabel();
        SentimentLabel label = mention == null || mention.getStance() == null ? ofPost : mention.getStance();
        return new Sighting(
                post.getId(),
                mention == null ? null : mention.getToken(),
                ofSource.getSource(),
                post.getTextPrint(),
                sign(label),
                stance(label, ofPost, post.getSentiment().getScore()),
                post.getSentiment().getConfidence(),
                ofSource.getValuable(),
                post.getValue().getScore(),
                ofSource.getSignal());
    }

    /** The score of the post; where it speaks otherwise of the asset than as a whole, that much the other way, or none. */
    private static double stance(SentimentLabel label, SentimentLabel ofPost, double score) {
        Integer sign = sign(label);
        return label == ofPost || sign == null ? score : sign * Math.abs(score);
    }

    private static Integer sign(SentimentLabel label) {
        return switch (label) {
            case BULLISH -> 1;
            case NEUTRAL -> 0;
            case BEARISH -> -1;
            case UNKNOWN -> null;
        };
    }
}
