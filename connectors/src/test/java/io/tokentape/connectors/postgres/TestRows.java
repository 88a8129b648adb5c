package io.tokentape.connectors.postgres;

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
import io.tokentape.schemas.avro.Value;
import io.tokentape.schemas.wire.InMemorySchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;

/** Makes records of intelligence as the sink receives them. */
final class TestRows {
    static final String TOPIC = "t.intelligence";
    static final long AT = 1_753_000_000_000L;
    static final String ALERTS_TOPIC = "t.alerts";
    static final WireSerdes SERDES = WireSerdes.over(new InMemorySchemaRegistry());

    private TestRows() {}

    static Intelligence intelligence(String id, String text, String... assets) {
        return Intelligence.newBuilder()
                .setId(id)
                .setType(PostSource.TWEET)
                .setSubtype(EventType.PRICE_MOVE)
                .setPostId("p" + id)
                .setRevision(1)
                .setText(text)
                .setMentions(List.of())
                .setKeywords(List.of())
                .setAssets(Arrays.stream(assets)
                        .map(asset -> JoinedAsset.newBuilder()
                                .setAsset(asset)
                                .setReason("no_state")
                                .build())
                        .toList())
                .setSentiment(new Sentiment(SentimentLabel.NEUTRAL, 0.0, 0.0))
                .setEvent(new Event(EventType.PRICE_MOVE, 0.5))
                .setValue(new Value(50.0, true, List.of()))
                .setLineage(new Lineage("t.raw.tweets", 0, 0L, "1", "1"))
                .build();
    }

    static Alert alert(String id, String subject) {
        return Alert.newBuilder()
                .setId(id)
                .setCaseId("case")
                .setStep(2)
                .setKind(AlertKind.LISTING)
                .setSubjectKind(SubjectKind.SYMBOL)
                .setSubject(subject)
                .setCompany("exchange")
                .setTitle("a listing")
                .setConfidence(0.75)
                .setBand(ConfidenceBand.HIGH)
                .setTLearned(AT - 10)
                .setTDecided(AT)
                .setLineage(new Lineage("t.intelligence", 0, 0L, "1", "1"))
                .build();
    }

    static SinkRecord record(long offset, Intelligence intelligence) {
        return record(offset, SERDES.of(Intelligence.class).serializer().serialize(TOPIC, intelligence));
    }

    static SinkRecord record(long offset, Alert alert) {
        return record(ALERTS_TOPIC, offset, SERDES.of(Alert.class).serializer().serialize(ALERTS_TOPIC, alert));
    }

    static SinkRecord record(long offset, byte[] value) {
        return record(TOPIC, offset, value);
    }

    private static SinkRecord record(String topic, long offset, byte[] value) {
        return new SinkRecord(
                topic,
                0,
                Schema.BYTES_SCHEMA,
                null,
                Schema.BYTES_SCHEMA,
                value,
                offset,
                AT + offset,
                TimestampType.CREATE_TIME);
    }

    static IntelligenceRow row(String id, String text, String... assets) {
        Intelligence intelligence = intelligence(id, text, assets);
        return IntelligenceRow.of(record(0, intelligence), intelligence);
    }
}
