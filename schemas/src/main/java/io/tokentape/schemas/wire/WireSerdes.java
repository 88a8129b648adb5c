package io.tokentape.schemas.wire;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/** Makes the serdes of our records. Built once by `main` and passed on. */
public interface WireSerdes {
    <T extends SpecificRecord> Serde<T> of(Class<T> type);

    /** Our own serde over the given registry. */
    static WireSerdes over(SchemaRegistry registry) {
        return new WireSerdes() {
            @Override
            public <T extends SpecificRecord> Serde<T> of(Class<T> type) {
                return new WireSerde<>(registry, type);
            }
        };
    }
}
