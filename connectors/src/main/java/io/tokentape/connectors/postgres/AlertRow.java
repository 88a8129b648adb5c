package io.tokentape.connectors.postgres;

import io.tokentape.schemas.avro.Alert;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A row of {@code alerts}.
 *
 * @param timestampMillis the record's timestamp: when it was decided
 * @param kind what happened, lower case
 * @param confidence 0..1
 * @param asset null = not one asset
 * @param company null = none
 * @param value the record's value as it is
 */
record AlertRow(
        SinkRecord origin,
        String id,
        long timestampMillis,
        String kind,
        double confidence,
        String subject,
        String asset,
        String company,
        String caseId,
        int step,
        boolean retracted,
        byte[] value)
        implements ProjectedRow {
    private static final String UPSERT = "insert into alerts"
            + " (id, ts, kind, confidence, subject, asset, company, case_id, step, retracted, record)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (id) do update set ts = excluded.ts, kind = excluded.kind, confidence = excluded.confidence,"
            + " subject = excluded.subject, asset = excluded.asset, company = excluded.company,"
            + " case_id = excluded.case_id, step = excluded.step, retracted = excluded.retracted, record = excluded.record"
            + " where alerts.record <> excluded.record or alerts.ts <> excluded.ts";

    static AlertRow of(SinkRecord origin, Alert alert) {
        return new AlertRow(
                origin,
                alert.getId(),
                origin.timestamp(),
                alert.getKind().name().toLowerCase(Locale.ROOT),
                alert.getConfidence(),
                alert.getSubject(),
                alert.getAsset(),
                alert.getCompany(),
                alert.getCaseId(),
                alert.getStep(),
                alert.getRetracted(),
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
        statement.setString(3, kind);
        statement.setDouble(4, confidence);
        statement.setString(5, subject);
        statement.setString(6, asset);
        statement.setString(7, company);
        statement.setString(8, caseId);
        statement.setInt(9, step);
        statement.setBoolean(10, retracted);
        statement.setBytes(11, value);
    }
}
