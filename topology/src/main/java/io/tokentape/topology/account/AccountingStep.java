package io.tokentape.topology.account;

import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.wire.RegistryAwayException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * A processor that keeps the books of its sub-topology: each record it reads is counted, with its outcome, in a store,
 * so that the counts are committed with the output or not at all. A record that throws is counted as dead-lettered and
 * thrown on, for the platform's handler to put it aside.
 *
 * <p>Changed books are put out about once a second as {@link FlowAccount}; the latest of a key holds. That timer decides
 * only when a state is published, never what it says.
 */
public abstract class AccountingStep<K, V> implements Processor<K, V, String, SpecificRecord> {
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();
    private static final Duration PUBLISH_INTERVAL = Duration.ofSeconds(1);

    /**
     * What the books of one step need.
     *
     * @param step name of the processor node
     */
    public record Books(
            String topology, String step, Serde<FlowAccount> serde, PoisonLimits poisonLimits, FlowTotals totals) {

        public String storeName() {
            return step + "-accounts-store";
        }

        public Set<StoreBuilder<?>> stores() {
            // The cache merges the many updates of an hour into one changelog record a commit.
            return Set.of(
                    Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(storeName()), Serdes.String(), serde)
                            .withCachingEnabled());
        }

        public Books forStep(String name) {
            return new Books(topology, name, serde, poisonLimits, totals);
        }
    }

    private static final class OpenAccount {
        final FlowAccount account;
        long changedAt;

        OpenAccount(FlowAccount account, long changedAt) {
            this.account = account;
            this.changedAt = changedAt;
        }
    }

    private final Books books;
    private final PoisonLimit poisonLimit;
    /** Accounts changed since they were last published. */
    private final Map<String, OpenAccount> changed = new LinkedHashMap<>();

    private ProcessorContext<String, SpecificRecord> context;
    private KeyValueStore<String, FlowAccount> store;
    private FlowTotals.Share totals;
    /** Of the record being handled, or the last one; null = none since the start. */
    private OpenAccount current;

    private String currentKey;
    private boolean handling;
    /** What was noted before the first record, by what a timer did; goes to its account. */
    private final Map<String, Long> notedBefore = new TreeMap<>();

    protected AccountingStep(Books books) {
        this.books = books;
        this.poisonLimit = books.poisonLimits().of(books.step());
    }

    /** Counts, by name, what happened to a record beside its outcome, such as a cut. */
    protected final void note(String what) {
        if (current == null) {
            notedBefore.merge(what, 1L, Long::sum);
            return;
        }
        note(what, 1);
        if (!handling) {
            current.account.setPublished(false);
            changed.put(currentKey, current);
            store.put(currentKey, current.account);
        }
    }

    private void note(String what, long records) {
        current.account.getNoted().merge(what, records, Long::sum);
        total(current.account.getTopic(), "noted", what, records);
    }

    /** Handles a record and says what became of it; throws what makes the record poison. */
    protected abstract Outcome handle(Record<K, V> record);

    /**
     * Reads the bytes of the record being handled.
     *
     * @throws PoisonException when they are no such record
     * @throws SerializationException when that cannot be told, since the registry is away
     */
    protected final <T> T decode(Deserializer<T> deserializer, byte[] bytes) {
        try {
            return deserializer.deserialize(
                    context.recordMetadata().orElseThrow().topic(), bytes);
        } catch (SerializationException e) {
            if (RegistryAwayException.causes(e)) {
                throw e;
            }
            throw new PoisonException("undecodable", e.getMessage(), e);
        }
    }

    protected final ProcessorContext<String, SpecificRecord> context() {
        return context;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> processorContext) {
        context = processorContext;
        store = context.getStateStore(books.storeName());
        totals = books.totals().open();
        changed.clear();
        notedBefore.clear();
        current = null;
        try (KeyValueIterator<String, FlowAccount> all = store.all()) {
            while (all.hasNext()) {
                restore(all.next().value);
            }
        }
        context.schedule(PUBLISH_INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> publish());
    }

    private void restore(FlowAccount account) {
        String topic = account.getTopic();
        total(topic, "read", "", account.getRead());
        total(topic, "put_out", "", account.getPutOut());
        total(topic, "held", "", account.getHeld());
        account.getFiltered().forEach((reason, records) -> total(topic, "filtered", reason, records));
        account.getDeadLettered().forEach((reason, records) -> total(topic, "dead_lettered", reason, records));
        account.getNoted().forEach((what, records) -> total(topic, "noted", what, records));
        account.getLate().forEach((reason, records) -> total(topic, "late", reason, records));
        if (!account.getPublished()) {
            changed.put(
                    key(topic, account.getPartition(), account.getHour()), new OpenAccount(account, account.getHour()));
        }
    }

    @Override
    public void process(Record<K, V> record) {
        RecordMetadata origin = context.recordMetadata().orElseThrow();
        String topic = origin.topic();
        long hour = Math.floorDiv(record.timestamp(), HOUR_MILLIS) * HOUR_MILLIS;
        String key = key(topic, origin.partition(), hour);
        OpenAccount open = open(key, origin, hour);
        FlowAccount account = open.account;
        current = open;
        currentKey = key;
        handling = true;
        notedBefore.forEach(this::note);
        notedBefore.clear();
        open.changedAt = Math.max(open.changedAt, record.timestamp());
        account.setRead(account.getRead() + 1);
        total(topic, "read", "", 1);
        try {
            refuseOutOfRange(record);
            count(account, handle(record));
            poisonLimit.passed();
        } catch (KafkaException e) {
            // Broken, not poison: the transaction is lost and the counts with it.
            throw e;
        } catch (RuntimeException e) {
            String reason = e instanceof PoisonException poison ? poison.reason() : "exception";
            account.getDeadLettered().merge(reason, 1L, Long::sum);
            total(topic, "dead_lettered", reason, 1);
            store.put(key, account);
            throw e;
        } finally {
            handling = false;
        }
        store.put(key, account);
    }

    private void refuseOutOfRange(Record<K, V> record) {
        Header outOfRange = record.headers().lastHeader(TapeTime.OUT_OF_RANGE_HEADER);
        if (outOfRange != null) {
            throw new PoisonException("timestamp", new String(outOfRange.value(), StandardCharsets.US_ASCII));
        }
    }

    private void count(FlowAccount account, Outcome outcome) {
        String topic = account.getTopic();
        switch (outcome.kind()) {
            case PUT_OUT -> {
                account.setPutOut(account.getPutOut() + 1 + outcome.released());
                total(topic, "put_out", "", 1 + outcome.released());
                if (outcome.released() > 0) {
                    account.setHeld(account.getHeld() - outcome.released());
                    total(topic, "held", "", -outcome.released());
                }
            }
            case HELD -> {
                account.setHeld(account.getHeld() + 1);
                total(topic, "held", "", 1);
            }
            case FILTERED -> {
                account.getFiltered().merge(outcome.reason(), 1L, Long::sum);
                total(topic, "filtered", outcome.reason(), 1);
            }
            case LATE -> {
                account.getLate().merge(outcome.reason(), 1L, Long::sum);
                total(topic, "late", outcome.reason(), 1);
            }
        }
    }

    private OpenAccount open(String key, RecordMetadata origin, long hour) {
        OpenAccount open = changed.get(key);
        if (open == null) {
            FlowAccount account = store.get(key);
            if (account == null) {
                account = FlowAccount.newBuilder()
                        .setTopology(books.topology())
                        .setStep(books.step())
                        .setTopic(origin.topic())
                        .setPartition(origin.partition())
                        .setHour(hour)
                        .setRead(0)
                        .setPutOut(0)
                        .build();
            }
            account.setPublished(false);
            open = new OpenAccount(account, hour);
            changed.put(key, open);
        }
        return open;
    }

    private void publish() {
        for (Map.Entry<String, OpenAccount> entry : changed.entrySet()) {
            FlowAccount account = entry.getValue().account;
            account.setPublished(true);
            store.put(entry.getKey(), account);
            context.forward(new Record<>(entry.getKey(), account, Math.max(0, entry.getValue().changedAt)));
        }
        changed.clear();
    }

    private String key(String topic, int partition, long hour) {
        return books.topology() + '/' + topic + '/' + partition + '/' + hour;
    }

    private void total(String topic, String outcome, String reason, long records) {
        totals.add(new FlowTotals.Series(books.step(), topic, outcome, reason), records);
    }

    @Override
    public void close() {
        if (totals != null) {
            totals.close();
        }
    }
}
