package io.tokentape.serving.live;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tokentape.serving.http.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What the server sends. Every frame is an object with a {@code type}. */
final class LiveFrames {
    static final String PROTOCOL_VERSION = "1";

    private LiveFrames() {}

    /**
     * @param sentAt when it really goes out, which no record knows
     * @param frame as {@link LiveEvent#frame} gives it
     */
    static String message(long sequence, Instant sentAt, String frame) {
        return "{\"type\":\"message\",\"seq\":" + sequence + ",\"sentAt\":\"" + sentAt + "\"," + frame;
    }

    /** @param recent how many of the messages that follow are older than this frame */
    static String welcome(
            String session,
            InitRequest<?> request,
            Map<Integer, Long> offsets,
            Duration heartbeat,
            int queueLimit,
            int recent) {
        return frame("welcome", json -> {
            json.writeStringField("message", "welcome");
            json.writeStringField("session", session);
            json.writeStringField("protocol", PROTOCOL_VERSION);
            json.writeNumberField("heartbeatMs", heartbeat.toMillis());
            json.writeObjectFieldStart("limits");
            json.writeNumberField("queuedFrames", queueLimit);
            json.writeNumberField("recent", LiveHub.RECENT_RECORDS);
            json.writeEndObject();
            offsets("offsets", offsets, json);
            json.writeNumberField("recent", recent);
            json.writeStringField("subscriptions", InitRequest.format(request.subscriptions()));
        });
    }

    static String heartbeat(long counter, Map<Integer, Long> head, Instant now) {
        return frame("heartbeat", json -> {
            json.writeNumberField("counter", counter);
            json.writeStringField("time", now.toString());
            offsets("head", head, json);
        });
    }

    static String pong(Instant now) {
        return frame("pong", json -> json.writeStringField("time", now.toString()));
    }

    static String error(String code, String detail) {
        return frame("error", json -> {
            json.writeStringField("code", code);
            json.writeStringField("detail", detail);
        });
    }

    /** Partition to the offset of the next record. */
    private static void offsets(String field, Map<Integer, Long> offsets, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<Integer, Long> offset : offsets.entrySet()) {
            json.writeNumberField(Integer.toString(offset.getKey()), offset.getValue());
        }
        json.writeEndObject();
    }

    private static String frame(String type, Json.Body fields) {
        return Json.string(json -> {
            json.writeStartObject();
            json.writeStringField("type", type);
            fields.write(json);
            json.writeEndObject();
        });
    }
}
