package io.tokentape.connectors.postgres;

import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.JoinedAsset;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A row of the table and the record it is made of.
 *
 * @param timestampMillis the record's timestamp: when the post was learned
 * @param type source of the post, lower case
 * @param subtype what it is about, lower case
 * @param value the record's value as it is
 */
record IntelligenceRow(
        SinkRecord origin,
        String id,
        long timestampMillis,
        String type,
        String subtype,
        boolean valuable,
        boolean retracted,
        List<String> assets,
        byte[] value) {

    static IntelligenceRow of(SinkRecord origin, Intelligence intelligence) {
        return new IntelligenceRow(
                origin,
                intelligence.getId(),
                origin.timestamp(),
                intelligence.getType().name().toLowerCase(Locale.ROOT),
                intelligence.getSubtype().name().toLowerCase(Locale.ROOT),
                intelligence.getValue().getValuable(),
                intelligence.getRetracted(),
                intelligence.getAssets().stream()
                        .map(JoinedAsset::getAsset)
                        .distinct()
                        .toList(),
                (byte[]) origin.value());
    }
}
