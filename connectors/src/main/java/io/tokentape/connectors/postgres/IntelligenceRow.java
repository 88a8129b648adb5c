package io.tokentape.connectors.postgres;

import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.JoinedAsset;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A row of {@code intelligence}.
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
        byte[] value)
        implements ProjectedRow {
    private static final String UPSERT = "insert into intelligence"
            + " (id, ts, type, subtype, is_valuable, retracted, assets, record) values (?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (id) do update set ts = excluded.ts, type = excluded.type, subtype = excluded.subtype,"
            + " is_valuable = excluded.is_valuable, retracted = excluded.retracted, assets = excluded.assets,"
            + " record = excluded.record"
            + " where intelligence.record <> excluded.record or intelligence.ts <> excluded.ts";

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

    @Override
    public String upsert() {
        return UPSERT;
    }

    @Override
    public void bind(PreparedStatement statement) throws SQLException {
        statement.setString(1, id);
        statement.setObject(2, ProjectedRow.time(timestampMillis));
        statement.setString(3, type);
        statement.setString(4, subtype);
        statement.setBoolean(5, valuable);
        statement.setBoolean(6, retracted);
        statement.setArray(7, statement.getConnection().createArrayOf("text", assets.toArray()));
        statement.setBytes(8, value);
    }
}
