package io.tokentape.schemas.wire;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/** A serde that is named in the settings, such as Confluent's SpecificAvroSerde. */
final class ForeignSerdes implements WireSerdes {
    private static final String CONFLUENT_PACKAGE = "io.confluent.";

    private final Class<?> serdeClass;
    private final Map<String, String> settings;

    ForeignSerdes(String className, Map<String, String> settings) {
        this.serdeClass = load(className);
        this.settings = new HashMap<>(settings);
        // Confluent's serde gives generic records without it.
        this.settings.putIfAbsent("specific.avro.reader", "true");
        RegistrySettings.from(settings);
        TrustedRecords.trust();
    }

    private static Class<?> load(String className) {
        Class<?> found;
        try {
            found = Class.forName(className);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    WireSerdes.VALUE_SERDE + ": the class " + className + " is not on the class path"
                            + (className.startsWith(CONFLUENT_PACKAGE)
                                    ? "; it is not on Maven Central: build with -Pconfluent"
                                    : ""),
                    e);
        }
        if (!Serde.class.isAssignableFrom(found)) {
            throw new IllegalArgumentException(WireSerdes.VALUE_SERDE + ": " + className + " is no Kafka Serde");
        }
        return found;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends SpecificRecord> Serde<T> of(Class<T> type) {
        Serde<T> serde;
        try {
            serde = (Serde<T>) serdeClass.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    WireSerdes.VALUE_SERDE + ": " + serdeClass.getName() + " has no usable constructor", e);
        }
        serde.configure(settings, false);
        return serde;
    }
}
