package io.tokentape.serving;

import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.AlertKind;
import io.tokentape.schemas.avro.ConfidenceBand;
import io.tokentape.schemas.avro.Event;
import io.tokentape.schemas.avro.EventType;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.JoinedAsset;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.Sentiment;
import io.tokentape.schemas.avro.SentimentLabel;
import io.tokentape.schemas.avro.SubjectKind;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.schemas.avro.Value;
import io.tokentape.schemas.wire.InMemorySchemaRegistry;
import io.tokentape.schemas.wire.RegistryAwayException;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.serving.query.RecordDecoder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.common.serialization.Deserializer;

/** Records with valid defaults; a test says only what it is about. */
public final class Samples {
    public static final String TOPIC = "tokentape.intelligence";
    public static final String STATE_TOPIC = "tokentape.chain.token-state";
    public static final WireSerdes SERDES = WireSerdes.over(new InMemorySchemaRegistry());
    public static final long TS = 1_752_969_600_000L;

    static {
        // Builders read the schema's defaults, which Avro allows for classes it was told to trust.
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith("io.tokentape.schemas.avro.")));
    }

    private Samples() {}

    /** For tests that build records before they ask for a sample. */
    public static void trust() {
        // Loading this class is enough.
    }

    /** Thirty-two digits that sort as the number does. */
    public static String id(int number) {
        return String.format("%032x", number);
    }

    public static Intelligence.Builder intelligence(int number) {
        return Intelligence.newBuilder()
                .setId(id(number))
                .setType(PostSource.TWEET)
                .setSubtype(EventType.LISTING)
                .setPostId("p" + number)
                .setRevision(1)
                .setText("text " + number)
                .setSentiment(new Sentiment(SentimentLabel.BULLISH, 0.5, 0.8))
                .setEvent(new Event(EventType.LISTING, 0.9))
                .setValue(new Value(70.0, true, List.of()))
                .setLineage(new Lineage("tokentape.raw.tweets", 1, 42L, "0.1.0", "rules-1"));
    }

    public static Intelligence about(int number, String... assets) {
        return intelligence(number)
                .setAssets(Arrays.stream(assets)
                        .map(asset -> JoinedAsset.newBuilder()
                                .setAsset(asset)
                                .setReason("no_state")
                                .build())
                        .toList())
                .build();
    }

    public static Alert.Builder alert(int number) {
        return Alert.newBuilder()
                .setId(id(number))
                .setCaseId("c" + number)
                .setKind(AlertKind.LISTING)
                .setSubjectKind(SubjectKind.ASSET)
                .setSubject("solana:native")
                .setAsset("solana:native")
                .setTitle("title " + number)
                .setConfidence(0.5)
                .setBand(ConfidenceBand.MEDIUM)
                .setTLearned(TS - 1_000)
                .setTDecided(TS)
                .setLineage(new Lineage("tokentape.intelligence", 1, 42L, "0.1.0", "rules-1"));
    }

    /** @param rank 1 = first; null = not ranked */
    public static TokenStats.Builder stats(String asset, Duration window, long windowEnd, Integer rank) {
        return TokenStats.newBuilder()
                .setAsset(asset)
                .setWindowMillis(window.toMillis())
                .setWindowEnd(windowEnd)
                .setMentions(3)
                .setStories(2)
                .setSources(2)
                .setTrendRank(rank)
                .setLineage(new Lineage("tokentape.intelligence", 1, 42L, "0.1.0", "rules-1"));
    }

    public static TokenState state(String asset, double price) {
        return TokenState.newBuilder()
                .setAsset(asset)
                .setProvider("test")
                .setObservedAt(TS)
                .setPriceUsd(price)
                .build();
    }

    /** Wire format. */
    @SuppressWarnings("unchecked")
    public static <T extends SpecificRecord> byte[] bytes(T value) {
        return SERDES.of((Class<T>) value.getClass()).serializer().serialize(TOPIC, value);
    }

    /** @param away whether the registry gives no answer */
    public static RecordDecoder<Intelligence> decoder(BooleanSupplier away) {
        Deserializer<Intelligence> deserializer = SERDES.of(Intelligence.class).deserializer();
        return new RecordDecoder<>(TOPIC, (topic, value) -> {
            if (away.getAsBoolean()) {
                throw new RegistryAwayException("no answer");
            }
            return deserializer.deserialize(topic, value);
        });
    }

    public static RecordDecoder<Intelligence> decoder() {
        return new RecordDecoder<>(TOPIC, SERDES.of(Intelligence.class).deserializer());
    }
}
