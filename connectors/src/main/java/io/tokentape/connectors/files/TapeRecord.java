package io.tokentape.connectors.files;

import io.tokentape.schemas.catalogue.Topic;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record ready for its topic.
 *
 * @param key never null, never empty
 * @param timestampMillis when it was learned: the record's timestamp
 */
public record TapeRecord<V extends SpecificRecord>(Topic<V> topic, String key, long timestampMillis, V value) {
    public TapeRecord {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(value, "value");
        if (key.isEmpty()) {
            throw new IllegalArgumentException("empty key");
        }
    }
}
