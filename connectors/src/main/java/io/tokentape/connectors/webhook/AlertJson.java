package io.tokentape.connectors.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tokentape.connectors.alerts.AlertText;
import io.tokentape.schemas.avro.Alert;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * The body of a request: {@code type} ({@code alert}, or {@code alert.retracted} for a correction), {@code timestamp} (when
 * it was decided), {@code headline} and {@code lines} in words, and {@code data}, the record in the form that REST gives
 * it: its own field names, enums in lower case, times as ISO 8601. The same for the same alert, in every attempt.
 */
final class AlertJson {
    private static final JsonFactory JSON = new JsonFactory();

    /** Fields that hold epoch milliseconds. */
    private static final Set<String> TIMES = Set.of("tSource", "tLearned", "tDecided", "learnedAt");

    private AlertJson() {}

    static byte[] body(Alert alert) {
        AlertText text = AlertText.of(alert);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("type", alert.getRetracted() ? "alert.retracted" : "alert");
            json.writeStringField(
                    "timestamp", Instant.ofEpochMilli(alert.getTDecided()).toString());
            json.writeStringField("headline", text.headline());
            json.writeArrayFieldStart("lines");
            for (String line : text.lines()) {
                json.writeString(line);
            }
            json.writeEndArray();
            json.writeFieldName("data");
            write(json, alert, false);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return body.toByteArray();
    }

    private static void write(JsonGenerator json, Object value, boolean time) throws IOException {
        if (value instanceof IndexedRecord record) {
            json.writeStartObject();
            for (Schema.Field field : record.getSchema().getFields()) {
                json.writeFieldName(field.name());
                write(json, record.get(field.pos()), TIMES.contains(field.name()));
            }
            json.writeEndObject();
        } else if (value instanceof Collection<?> items) {
            json.writeStartArray();
            for (Object item : items) {
                write(json, item, false);
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
        } else if (value == null) {
            json.writeNull();
        } else {
            json.writeString(value.toString());
        }
    }
}
