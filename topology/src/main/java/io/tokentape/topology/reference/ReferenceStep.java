package io.tokentape.topology.reference;

import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.wire.RegistryAwayException;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a {@code ref.*} topic into the memory of every instance, without a restart.
 *
 * <p>In: the topic, as bytes. Out: nothing; what is read is put where analysis looks. State: a global store that stays
 * empty; a topic can be read by every instance only through one, and at each start the whole topic is read again. Reading
 * ahead of the posts is harmless, since whoever reads asks as of a post's time. A record that cannot be used, whatever it
 * makes fail, is logged and leaves the one before in force; a registry or a cluster that is away stops the instance.
 */
public final class ReferenceStep<T extends SpecificRecord> {
    private static final Logger log = LoggerFactory.getLogger(ReferenceStep.class);

    private static final int ALL_NAMED = 16;

    private final Names names;
    private final Topic<T> topic;
    private final Deserializer<T> values;
    private final Consumer<T> put;

    /** Names of the parts that go into the topology. */
    public record Names(String node, String store) {}

    /** @param put takes a version; throws when it cannot be used, and then has changed nothing */
    public ReferenceStep(Names names, Topic<T> topic, Deserializer<T> values, Consumer<T> put) {
        this.names = names;
        this.topic = topic;
        this.values = values;
        this.put = put;
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

    /** What is wrong is not the record. */
    private static boolean isBroken(RuntimeException failure) {
        return RegistryAwayException.causes(failure)
                || failure instanceof KafkaException && !(failure instanceof SerializationException);
    }

    private final class ReadVersions implements Processor<String, byte[], Void, Void> {
        private ProcessorContext<Void, Void> context;
        private long refused;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            this.context = context;
        }

        /** Also called for every record when the topic is read at the start. */
        @Override
        public void process(Record<String, byte[]> record) {
            try {
                T value = values.deserialize(topic.name(), record.value());
                if (value != null) {
                    put.accept(value);
                }
            } catch (RuntimeException e) {
                if (isBroken(e)) {
                    throw e;
                }
                // The global thread has no dead letters, and what it throws would be met again at each start.
                warn(record.key(), e);
            }
        }

        /** Of many refused records the first few are named, then ever fewer. */
        private void warn(String key, RuntimeException e) {
            refused++;
            if (refused > ALL_NAMED && Long.bitCount(refused) != 1) {
                return;
            }
            RecordMetadata at = context.recordMetadata().orElse(null);
            log.warn(
                    "{}: the record at {}-{} offset {} with key {} cannot be used ({} so far): {}",
                    names.node(),
                    topic.name(),
                    at == null ? "?" : at.partition(),
                    at == null ? "?" : at.offset(),
                    key,
                    refused,
                    e.toString());
        }
    }
}
