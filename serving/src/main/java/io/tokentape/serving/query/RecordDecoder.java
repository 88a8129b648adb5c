package io.tokentape.serving.query;

import io.tokentape.serving.http.Problem;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns values of a topic into records. Safe for use by many threads. */
public final class RecordDecoder<T> {
    private static final Logger log = LoggerFactory.getLogger(RecordDecoder.class);
    private static final int RETRY_AFTER_SECONDS = 5;

    private final String topic;
    private final Deserializer<T> deserializer;

    public RecordDecoder(String topic, Deserializer<T> deserializer) {
        this.topic = topic;
        this.deserializer = deserializer;
    }

    /** @throws io.tokentape.serving.http.ProblemException 503: the registry may be away; the cause tells */
    public T decode(byte[] value) {
        try {
            return deserializer.deserialize(topic, value);
        } catch (SerializationException | AvroRuntimeException e) {
            log.debug("a record of {} cannot be decoded", topic, e);
            throw Problem.unavailable(
                            "record-undecodable",
                            "the record cannot be decoded now: its schema may be out of reach",
                            RETRY_AFTER_SECONDS)
                    .asException(e);
        }
    }
}
