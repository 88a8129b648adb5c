package io.tokentape.schemas.wire;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.ResolvingDecoder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Generated Avro records in Confluent's wire format: a zero byte, the schema id in four bytes, Avro binary. Subjects are
 * {@code <topic>-value}. A record written with another version of the schema is resolved to ours. Null stays null.
 *
 * <p>Safe for use by many threads: buffers, encoders and decoders are kept per thread, ids per topic. Records read and
 * write themselves (Avro's generated coders), so that no class is looked up by a name from the wire.
 *
 * <p>As a setting ({@code value.serde=io.tokentape.schemas.wire.WireSerde}) it takes {@code schema.registry.url} and the
 * other keys of {@link RegistrySettings}; the type is then that of the record, or on reading the one its schema names.
 */
public final class WireSerde<T extends SpecificRecord> implements Serde<T>, Serializer<T>, Deserializer<T> {
    private final ThreadLocal<Encoding> encodings = ThreadLocal.withInitial(Encoding::new);
    private final ThreadLocal<Decoding<T>> decodings = ThreadLocal.withInitial(Decoding::new);
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();
    /** Null = whatever the record is. */
    private final RecordType<T> type;

    private volatile SchemaRegistry registry;

    public WireSerde(SchemaRegistry registry, Class<T> type) {
        this.registry = registry;
        this.type = RecordType.of(type);
    }

    /** For a class given as a setting: {@link #configure} must follow. */
    public WireSerde() {
        this.type = null;
    }

    @Override
    public Serializer<T> serializer() {
        return this;
    }

    @Override
    public Deserializer<T> deserializer() {
        return this;
    }

    /** A serde that was given its registry by the constructor keeps it. */
    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        if (registry != null) {
            return;
        }
        if (isKey) {
            throw new IllegalArgumentException("WireSerde is for values: keys of our topics are strings");
        }
        Map<String, String> strings = new TreeMap<>();
        settings.forEach((key, value) -> {
            if (value instanceof String text) {
                strings.put(key, text);
            }
        });
        registry = RegistrySettings.from(strings).connect();
    }

    @Override
    public void close() {
        // The registry is shared and holds nothing that must be given back.
    }

    @Override
    public byte[] serialize(String topic, T value) {
        if (value == null) {
            return null;
        }
        if (!(value instanceof SpecificRecordBase record)) {
            throw new SerializationException(topic + ": " + value.getClass().getName() + " is no generated record");
        }
        int id = idFor(topic, record);
        ArrayEncoder encoder = encodings.get().encoder;
        encoder.start(id);
        try {
            record.customEncode(encoder);
        } catch (IOException | RuntimeException e) {
            throw new SerializationException(
                    topic + ": cannot encode " + record.getSchema().getName() + FieldCheck.explain(record), e);
        }
        return encoder.finish();
    }

    private int idFor(String topic, SpecificRecordBase record) {
        String key = type == null ? topic + '\0' + record.getSchema().getFullName() : topic;
        Integer known = ids.get(key);
        if (known == null) {
            known = registry().register(topic + "-value", record.getSchema());
            ids.put(key, known);
        }
        return known;
    }

    @Override
    public T deserialize(String topic, byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        if (!WireFormat.isFramed(bytes)) {
            throw new SerializationException(topic + ": " + expected() + " in Confluent's wire format expected, not "
                    + (bytes.length < WireFormat.HEADER_BYTES
                            ? bytes.length + " bytes"
                            : "a first byte of " + bytes[0]));
        }
        int id = WireFormat.schemaId(bytes);
        Decoding<T> decoding = decodings.get();
        Reading<T> reading = reading(topic, id, decoding);
        try {
            decoding.decoder.reset(bytes, WireFormat.HEADER_BYTES);
            return reading.read(decoding.decoder);
        } catch (IOException | RuntimeException e) {
            throw new SerializationException(
                    topic + ": cannot decode " + reading.type.name() + " written with schema " + id + ": "
                            + e.getMessage(),
                    e);
        } finally {
            decoding.decoder.release();
        }
    }

    private Reading<T> reading(String topic, int id, Decoding<T> decoding) {
        if (decoding.last != null && decoding.lastId == id) {
            return decoding.last;
        }
        Reading<T> reading = decoding.byId.get(id);
        if (reading == null) {
            try {
                Schema writer = registry().schemaById(id);
                reading = new Reading<>(type == null ? RecordType.named(writer) : type, writer);
            } catch (SerializationException e) {
                throw new SerializationException(topic + ": cannot decode " + expected() + ": " + e.getMessage(), e);
            }
            decoding.byId.put(id, reading);
        }
        decoding.last = reading;
        decoding.lastId = id;
        return reading;
    }

    private SchemaRegistry registry() {
        SchemaRegistry known = registry;
        if (known == null) {
            throw new IllegalStateException("WireSerde was not configured: set " + RegistrySettings.URL);
        }
        return known;
    }

    private String expected() {
        return type == null ? "a record" : type.name();
    }

    private static final class Encoding {
        private final ArrayEncoder encoder = new ArrayEncoder();
    }

    /** Knows nothing of its serde: a thread's locals would keep the serde alive. */
    private static final class Decoding<T> {
        private final ArrayDecoder decoder = new ArrayDecoder();
        private final Map<Integer, Reading<T>> byId = new HashMap<>();
        private Reading<T> last;
        private int lastId;
    }

    /** Reads what was written with one schema; for one thread. */
    private static final class Reading<T> {
        private final RecordType<T> type;
        private final ResolvingDecoder resolver;

        private Reading(RecordType<T> type, Schema writer) {
            this.type = type;
            try {
                this.resolver = DecoderFactory.get().resolvingDecoder(writer, type.schema(), null);
            } catch (IOException | AvroRuntimeException e) {
                throw new SerializationException("its schema cannot be resolved: " + e.getMessage(), e);
            }
        }

        private T read(ArrayDecoder decoder) throws IOException {
            SpecificRecordBase record = type.create();
            resolver.configure(decoder);
            record.customDecode(resolver);
            resolver.drain();
            if (decoder.remainingBytes() > 0) {
                throw new IOException(decoder.remainingBytes() + " bytes are left over");
            }
            return type.cast(record);
        }
    }
}
