package io.tokentape.connectors.alerts;

import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.AlertKind;
import io.tokentape.schemas.avro.ConfidenceBand;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.SubjectKind;
import io.tokentape.schemas.wire.InMemorySchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;

/** Makes alerts, and records of them as a sink receives them. */
public final class TestAlerts {
    public static final String TOPIC = "t.alerts";
    /** When they are decided: 2025-07-20T08:26:40Z. */
    public static final long AT = 1_753_000_000_000L;

    public static final Serde<Alert> SERDE =
            WireSerdes.over(new InMemorySchemaRegistry()).of(Alert.class);

    private TestAlerts() {}

    /** A surge of Solana with 82 % confidence. */
    public static Alert.Builder alert(String id) {
        return Alert.newBuilder()
                .setId(id)
                .setCaseId("case-of-" + id)
                .setKind(AlertKind.SURGE)
                .setSubjectKind(SubjectKind.ASSET)
                .setSubject("solana:native")
                .setAsset("solana:native")
                .setToken("solana")
                .setSymbol("SOL")
                .setTitle("SOL is mentioned far more than usual")
                .setConfidence(0.82)
                .setBand(ConfidenceBand.HIGH)
                .setTLearned(AT - 1000)
                .setTDecided(AT)
                .setLineage(new Lineage("t.intelligence", 0, 7L, "1", "1"));
    }

    public static SinkRecord record(long offset, Alert alert) {
        return record(offset, SERDE.serializer().serialize(TOPIC, alert));
    }

    public static SinkRecord record(long offset, byte[] value) {
        return new SinkRecord(
                TOPIC, 0, Schema.BYTES_SCHEMA, null, Schema.BYTES_SCHEMA, value, offset, AT, TimestampType.CREATE_TIME);
    }
}
