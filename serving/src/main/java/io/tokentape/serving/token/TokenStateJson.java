package io.tokentape.serving.token;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tokentape.schemas.avro.StateField;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.avro.Tri;
import io.tokentape.topology.state.StateFact;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import org.apache.avro.Schema;

/** A token state as JSON: what is not known is left out, flags are {@code yes} and {@code no}, times are ISO 8601. */
public final class TokenStateJson {
    /** Fields that hold epoch milliseconds. */
    private static final Set<String> TIMES = Set.of("observedAt", "poolCreatedAt", "bondingCurveCompletedAt");

    /** Told beside the state. */
    private static final String ASSET = "asset";

    private TokenStateJson() {}

    /** Of the fact that is meant, as in the state. */
    public static String fieldName(StateField field) {
        return field == StateField.UNKNOWN
                ? "unknown"
                : StateFact.valueOf(field.name()).fieldName();
    }

    /** Goes by the schema, so that a new field needs nothing here. */
    public static void write(TokenState state, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Schema.Field field : state.getSchema().getFields()) {
            Object value = state.get(field.pos());
            if (value == null || value == Tri.UNKNOWN || field.name().equals(ASSET)) {
                continue;
            }
            if (value instanceof Double number) {
                if (Double.isFinite(number)) {
                    json.writeNumberField(field.name(), number);
                }
            } else if (value instanceof Long number) {
                if (TIMES.contains(field.name())) {
                    json.writeStringField(
                            field.name(), Instant.ofEpochMilli(number).toString());
                } else {
                    json.writeNumberField(field.name(), number);
                }
            } else if (value instanceof Tri flag) {
                json.writeStringField(field.name(), flag == Tri.YES ? "yes" : "no");
            } else {
                json.writeStringField(field.name(), value.toString());
            }
        }
        json.writeEndObject();
    }
}
