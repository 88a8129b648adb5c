package io.tokentape.serving.live;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tokentape.schemas.wire.RegistryAwayException;
import io.tokentape.serving.http.Json;
import io.tokentape.serving.http.ProblemException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * One record of the feed. Decoded and written as JSON once, and only when someone listens. Safe for use by many threads.
 */
final class LiveEvent<T> {
    private final LiveTopic<T> topic;
    private final int partition;
    private final long offset;
    private final long timestamp;
    private final int bytes;
    private byte[] value;
    private T record;
    private String frame;
    private int holders;

    LiveEvent(LiveTopic<T> topic, int partition, long offset, long timestamp, byte[] value) {
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
        this.timestamp = timestamp;
        this.value = value;
        this.bytes = value == null ? 0 : value.length;
    }

    int partition() {
        return partition;
    }

    long offset() {
        return offset;
    }

    /** Of the record, epoch milliseconds. */
    long timestamp() {
        return timestamp;
    }

    /** Length of the record. */
    int bytes() {
        return bytes;
    }

    /**
     * Empty = it cannot be decoded, ever.
     *
     * @throws ProblemException when the registry is away; it may be asked again later
     */
    synchronized Optional<T> record() {
        if (record == null && value != null) {
            try {
                record = topic.decode(value);
            } catch (ProblemException e) {
                if (RegistryAwayException.causes(e)) {
                    throw e;
                }
            }
            value = null;
        }
        return Optional.ofNullable(record);
    }

    /** One more client waits for its frame, which costs memory once, however many wait. */
    synchronized void hold(LiveBudget budget) {
        if (holders++ == 0) {
            budget.take(frame.length());
        }
    }

    synchronized void release(LiveBudget budget) {
        if (--holders == 0) {
            budget.giveBack(frame.length());
        }
    }

    /**
     * The frame from behind its sequence number on, which is the client's own; see {@link LiveFrames#message}.
     *
     * @throws ProblemException when the registry is away
     */
    synchronized Optional<String> frame() {
        if (frame == null && record().isPresent()) {
            frame = Json.string(this::write).substring(1);
        }
        return Optional.ofNullable(frame);
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", topic.id(record));
        json.writeStringField("source", "/" + topic.name());
        json.writeStringField("time", Instant.ofEpochMilli(timestamp).toString());
        json.writeNumberField("partition", partition);
        json.writeNumberField("offset", offset);
        json.writeFieldName("data");
        topic.write(record, timestamp, json);
        json.writeEndObject();
    }
}
