package io.tokentape.schemas.wire;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/** Makes the serdes of our records. Built once by `main` and passed on. Safe for use by many threads. */
public interface WireSerdes {
    /** Setting that names the serde class; our own when it is absent. */
    String VALUE_SERDE = "value.serde";

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

    /**
     * The serde that client settings ask for: {@code value.serde} names its class (our own when absent), {@code
     * schema.registry.url} and the other keys of {@link RegistrySettings} where the registry is. Another's serde is given
     * all settings.
     *
     * @throws IllegalArgumentException when a setting is missing or the class is not there or no serde
     */
    static WireSerdes configured(Map<String, String> settings) {
        String serde = settings.get(VALUE_SERDE);
        if (serde == null || serde.isBlank() || serde.equals(WireSerde.class.getName())) {
            return over(RegistrySettings.from(settings).connect());
        }
        return new ForeignSerdes(serde, settings);
    }
}
