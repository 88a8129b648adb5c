package io.tokentape.topology.reference;

import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.wire.RegistryAwayException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a {@code ref.*} topic into the memory of every instance, without a restart.
 *
 * <p>In: the topic, as bytes. Out: nothing; what is read is put where analysis looks. State: a global store of every
 * version of every record, under id and {@code effectiveAt}. Reading ahead of the posts is harmless, since whoever reads
 * asks as of a post's time. A record that cannot be used is logged and leaves the one before in force.
 */
public final class ReferenceStep<T extends SpecificRecord> {
    private static final Logger log = LoggerFactory.getLogger(ReferenceStep.class);

    private final Names names;
    private final Topic<T> topic;
    private final Deserializer<T> values;
    private final Subject<T> subject;

    /** Names of the parts that go into the topology. */
    public record Names(String node, String store) {}

    /**
     * What is read.
     *
     * @param effectiveAt epoch milliseconds; null = always
     * @param put takes a version; throws {@link IllegalArgumentException} when it cannot be used
     */
    public record Subject<T>(Function<T, String> id, Function<T, Long> effectiveAt, Consumer<T> put) {}

    public ReferenceStep(Names names, Topic<T> topic, Deserializer<T> values, Subject<T> subject) {
        this.names = names;
        this.topic = topic;
        this.values = values;
        this.subject = subject;
    }

    public void build(StreamsBuilder builder) {
        builder.addGlobalStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(names.store()), Serdes.Bytes(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                topic.name(),
                Consumed.with(Serdes.String(), Serdes.ByteArray()).withName(names.node()),
                ReadVersions::new);
    }

    private final class ReadVersions implements Processor<String, byte[], Void, Void> {
        private KeyValueStore<Bytes, byte[]> versions;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            versions = context.getStateStore(names.store());
        }

        /** Also called for every record when the store is filled at the start. */
        @Override
        public void process(Record<String, byte[]> record) {
            T value;
            try {
                value = values.deserialize(topic.name(), record.value());
                if (value != null) {
                    subject.put().accept(value);
                }
            } catch (SerializationException | IllegalArgumentException e) {
                if (RegistryAwayException.causes(e)) {
                    throw e;
                }
                // The global thread has no dead letters.
                log.warn("a record of {} with key {} cannot be used", topic.name(), record.key(), e);
                return;
            }
            if (value != null) {
                versions.put(key(value), record.value());
            }
        }

        private Bytes key(T value) {
            byte[] id = subject.id().apply(value).getBytes(StandardCharsets.UTF_8);
            Long effectiveAt = subject.effectiveAt().apply(value);
            return Bytes.wrap(ByteBuffer.allocate(id.length + 1 + Long.BYTES)
                    .put(id)
                    .put((byte) 0)
                    .putLong(effectiveAt == null ? Long.MIN_VALUE : effectiveAt)
                    .array());
        }
    }
}
