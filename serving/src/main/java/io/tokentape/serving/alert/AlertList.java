package io.tokentape.serving.alert;

import io.tokentape.schemas.avro.AlertKind;
import io.tokentape.serving.list.Position;
import java.util.List;
import java.util.Optional;

/** Alerts over history, newest first, ties by id. Safe for use by many threads. */
public interface AlertList {
    /** The items after a position; empty = from the newest. */
    List<Row> after(Filter filter, Optional<Position> position, int limit);

    /**
     * Null = any.
     *
     * @param minConfidence 0..1
     * @param subject asset, company or symbol, as records have it
     */
    record Filter(Double minConfidence, AlertKind kind, String subject) {}

    /**
     * One row of the projection.
     *
     * @param timestamp of the record, epoch milliseconds
     * @param kind lower case
     * @param record wire format
     */
    record Row(String id, long timestamp, String kind, double confidence, String subject, byte[] record) {}
}
