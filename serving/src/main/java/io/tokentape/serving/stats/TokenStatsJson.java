package io.tokentape.serving.stats;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.serving.http.Json;
import io.tokentape.serving.http.RecordJson;
import io.tokentape.topology.mention.TokenEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;

/** The one mapping of statistics to JSON, the same for REST and the live feed. */
public final class TokenStatsJson {
    private static final RecordJson RECORD = new RecordJson(Set.of("windowEnd"));

    private TokenStatsJson() {}

    /** @param timestamp of the record, epoch milliseconds */
    public static void write(TokenStats stats, long timestamp, JsonGenerator json) throws IOException {
        json.writeStartObject();
        fields(stats, timestamp, json);
        json.writeEndObject();
    }

    /** Into an open object. */
    static void fields(TokenStats stats, long timestamp, JsonGenerator json) throws IOException {
        json.writeStringField("ts", Instant.ofEpochMilli(timestamp).toString());
        RECORD.fields(stats, json);
    }

    /**
     * What the registry calls it, into an open object.
     *
     * @param entry null = it does not know it
     */
    static void names(TokenEntry entry, JsonGenerator json) throws IOException {
        Json.text(json, "symbol", entry == null ? null : entry.symbol());
        Json.text(json, "name", entry == null ? null : entry.name());
    }
}
