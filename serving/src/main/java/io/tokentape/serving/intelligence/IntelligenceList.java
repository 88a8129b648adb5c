package io.tokentape.serving.intelligence;

import io.tokentape.schemas.avro.EventType;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.serving.list.Position;
import java.util.List;
import java.util.Optional;

/** Lists over history, newest first, ties by id. Safe for use by many threads. */
public interface IntelligenceList {
    /** One page by number; {@code skip} items are left out before it. */
    Page page(Filter filter, long skip, int size);

    /** The items after a position. */
    List<Row> after(Filter filter, Optional<Position> position, int limit);

    /** Null = any. */
    record Filter(Boolean valuable, PostSource type, EventType subtype) {}

    /**
     * One row of the projection.
     *
     * @param timestamp of the record, epoch milliseconds
     * @param type lower case
     * @param record wire format
     */
    record Row(String id, long timestamp, String type, String subtype, byte[] record) {}

    /** @param total how many match at all */
    record Page(List<Row> rows, long total) {
        public Page {
            rows = List.copyOf(rows);
        }
    }
}
