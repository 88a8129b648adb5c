package io.tokentape.schemas.wire;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/** Finds the field that keeps a record from being written: one that is null and must not be. */
final class FieldCheck {
    private FieldCheck() {}

    /** {@code ": <path> is null"} for the first such field, or nothing. */
    static String explain(IndexedRecord record) {
        return missing(record, record.getSchema().getName())
                .map(path -> ": " + path + " is null")
                .orElse("");
    }

    private static Optional<String> missing(IndexedRecord record, String path) {
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            String at = path + "." + field.name();
            Optional<String> found =
                    value == null ? Optional.of(at).filter(p -> !field.schema().isNullable()) : within(value, at);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> within(Object value, String path) {
        if (value instanceof IndexedRecord record) {
            return missing(record, path);
        }
        if (value instanceof Map<?, ?> map) {
            return withinAll(map.values(), path);
        }
        return value instanceof Collection<?> items ? withinAll(items, path) : Optional.empty();
    }

    private static Optional<String> withinAll(Collection<?> items, String path) {
        int index = 0;
        for (Object item : items) {
            String at = path + "[" + index++ + "]";
            Optional<String> found = item == null ? Optional.of(at) : within(item, at);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
