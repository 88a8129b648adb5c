package io.tokentape.serving.live;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.function.Predicate;

/** What a feed must know of the records of its topic. Safe for use by many threads. */
public interface LiveTopic<T> {
    /** Name of the topic. */
    String name();

    /** @throws io.tokentape.serving.http.ProblemException when it cannot be decoded; the cause tells whether ever */
    T decode(byte[] value);

    /** What tells the record from all others. */
    String id(T record);

    /** @param timestamp of the record, epoch milliseconds */
    void write(T record, long timestamp, JsonGenerator json) throws IOException;

    /**
     * What a client wants to be sent.
     *
     * @param data of its first frame
     * @throws IllegalArgumentException with a message for the client
     */
    Predicate<T> filter(JsonNode data);
}
