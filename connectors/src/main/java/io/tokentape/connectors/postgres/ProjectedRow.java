package io.tokentape.connectors.postgres;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.apache.kafka.connect.sink.SinkRecord;

/** A row of one of the tables and the record it is made of. */
sealed interface ProjectedRow permits IntelligenceRow, AlertRow {
    /** The record as it came. */
    SinkRecord origin();

    /** Unique in its table. */
    String id();

    /** One row in; an equal row is left alone, which spares a version. The driver makes inserts of many rows of a batch. */
    String upsert();

    /** Fills the parameters of {@link #upsert}. */
    void bind(PreparedStatement statement) throws SQLException;

    /** As {@code timestamptz} takes it. */
    static OffsetDateTime time(long epochMillis) {
        return OffsetDateTime.ofInstant(Instant.ofEpochMilli(epochMillis), ZoneOffset.UTC);
    }
}
