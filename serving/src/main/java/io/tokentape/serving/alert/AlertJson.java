package io.tokentape.serving.alert;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tokentape.schemas.avro.Alert;
import io.tokentape.serving.http.RecordJson;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;

/** The one mapping of alerts to JSON, the same for REST and the live feed. */
public final class AlertJson {
    private static final RecordJson RECORD = new RecordJson(Set.of("tSource", "tLearned", "tDecided", "learnedAt"));

    private AlertJson() {}

    /** @param timestamp of the record, epoch milliseconds */
    public static void write(Alert alert, long timestamp, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("ts", Instant.ofEpochMilli(timestamp).toString());
        RECORD.fields(alert, json);
        json.writeEndObject();
    }
}
