package io.tokentape.serving.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * Avro records as JSON by their schema, so that a new field needs nothing here: names as they are, enums in lower case,
 * times as ISO 8601, what is unknown as null. Immutable.
 */
public final class RecordJson {
    private final Set<String> times;

    /** @param times names of the fields, at any depth, that hold epoch milliseconds */
    public RecordJson(Set<String> times) {
        this.times = Set.copyOf(times);
    }

    /** Writes every field into an open object. */
    public void fields(IndexedRecord record, JsonGenerator json) throws IOException {
        for (Schema.Field field : record.getSchema().getFields()) {
            json.writeFieldName(field.name());
            value(record.get(field.pos()), times.contains(field.name()), json);
        }
    }

    private void value(Object value, boolean time, JsonGenerator json) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof IndexedRecord record) {
            json.writeStartObject();
            fields(record, json);
            json.writeEndObject();
        } else if (value instanceof Iterable<?> items) {
            json.writeStartArray();
            for (Object item : items) {
                value(item, false, json);
            }
            json.writeEndArray();
        } else if (value instanceof Double number) {
            if (Double.isFinite(number)) {
                json.writeNumber(number);
            } else {
                json.writeNull();
            }
        } else if (value instanceof Long number) {
            if (time) {
                json.writeString(Instant.ofEpochMilli(number).toString());
            } else {
                json.writeNumber(number);
            }
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Enum<?> name) {
            json.writeString(name.name().toLowerCase(Locale.ROOT));
        } else if (value instanceof CharSequence text) {
            json.writeString(text.toString());
        } else {
            throw new IllegalArgumentException("no JSON form for " + value.getClass());
        }
    }
}
