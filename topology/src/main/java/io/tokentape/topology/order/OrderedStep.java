package io.tokentape.topology.order;

import io.tokentape.topology.account.AccountingStep;
import io.tokentape.topology.account.Outcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A processor whose result depends on the order of its records: it takes each when the task's time is {@code settle}
 * beyond the record's own, in the order of timestamp, id and key, so that the order of arrival within that time does not
 * matter (law 4).
 *
 * <p>In the books a record that waits for its turn is put out: it is state from then on. One that comes after its turn is
 * noted as {@code behind}. One whose turn fails is noted as {@code failed_in_turn} and left out, since its bytes are no
 * longer at hand.
 *
 * <p>When no record has come for a while the task's time moves on by itself, as fast as the wall's, so that what is due
 * becomes due on a quiet tape too, but for little more than an hour, since what brings the records may be down and they may
 * still come; and while old records pour in, out of order since their tasks are at different places of the tape, it is
 * held back. Both decide only when something is put out, not what time it bears; a record that comes after its turn
 * because of it is {@code behind}.
 *
 * <p>State: the records that wait and the task's time; as many as come within {@code settle}, or may be held back.
 */
public abstract class OrderedStep<V extends SpecificRecord> extends AccountingStep<String, V> {
    private static final Logger log = LoggerFactory.getLogger(OrderedStep.class);

    /** Sorts before every place of a record, which begins with a time. */
    private static final Bytes TIME_KEY = Bytes.wrap(new byte[0]);

    private static final int MOST_WARNINGS = 16;

    private final Order<V> order;
    private final TapeOrder<V> tape;
    private final TapeOrder.Taker<V> taker = new TapeOrder.Taker<>() {
        @Override
        public void reach(long time) {
            guarded(() -> OrderedStep.this.reach(time), "what is due until", time);
        }

        @Override
        public void take(TapeOrder.Turn<V> turn) {
            OrderedStep.this.take(turn);
        }
    };

    private KeyValueStore<Bytes, byte[]> store;
    private long failures;

    /**
     * What ordering needs.
     *
     * @param serde of what waits
     */
    public record Order<V>(Books books, Settling settling, Serde<V> serde) {
        public String storeName() {
            return books.step() + "-order-store";
        }

        /** The stores of an ordered step, its books among them. */
        public Set<StoreBuilder<?>> stores() {
            Set<StoreBuilder<?>> stores = new LinkedHashSet<>(books.stores());
            // What has come and gone between two commits never leaves the cache.
            stores.add(Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(storeName()), Serdes.Bytes(), Serdes.ByteArray())
                    .withCachingEnabled());
            return stores;
        }
    }

    protected OrderedStep(Order<V> order) {
        super(order.books());
        this.order = order;
        this.tape = new TapeOrder<>(order.settling());
    }

    /** Tells records of one time apart; the same for the same record, whenever it is delivered. */
    protected abstract String id(V value);

    /** Takes a record when its turn has come. */
    protected abstract void inOrder(Record<String, V> record);

    /**
     * Does what is due up to and including a time; what it puts out bears the time it was due. Called with growing times,
     * before the records of that time are taken.
     */
    protected abstract void reach(long time);

    /**
     * Takes a record whose turn has passed; at once, unless a step knows better.
     *
     * @param settled up to and including which time all turns have passed
     */
    protected Outcome behind(Record<String, V> record, long settled) {
        inOrder(record);
        return Outcome.PUT_OUT;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        super.init(context);
        store = context.getStateStore(order.storeName());
        // A task whose state was lost begins anew with the same processor.
        tape.clear();
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            while (all.hasNext()) {
                restore(all.next());
            }
        }
        context.schedule(
                Duration.ofMillis(TapeOrder.TICK_MILLIS),
                PunctuationType.WALL_CLOCK_TIME,
                now -> keepingTime(() -> tape.tick(taker)));
    }

    private void restore(KeyValue<Bytes, byte[]> entry) {
        if (entry.key.equals(TIME_KEY)) {
            tape.resumeAt(ByteBuffer.wrap(entry.value).getLong());
        } else {
            tape.restore(place(entry.key), order.serde().deserializer().deserialize(order.storeName(), entry.value));
        }
    }

    @Override
    protected final Outcome handle(Record<String, V> record) {
        if (tape.isBehind(record.timestamp())) {
            tape.addBehind(record.timestamp());
            note("behind");
            return behind(record, tape.settled());
        }
        TapeOrder.Place place = new TapeOrder.Place(record.timestamp(), id(record.value()), record.key());
        store.put(storeKey(place), order.serde().serializer().serialize(order.storeName(), record.value()));
        keepingTime(() -> tape.add(place, record.value(), taker));
        return Outcome.PUT_OUT;
    }

    private void keepingTime(Runnable move) {
        long before = tape.time();
        move.run();
        if (tape.time() != before) {
            store.put(
                    TIME_KEY,
                    ByteBuffer.allocate(Long.BYTES).putLong(tape.time()).array());
        }
    }

    private void take(TapeOrder.Turn<V> turn) {
        TapeOrder.Place place = turn.place();
        store.delete(storeKey(place));
        guarded(() -> inOrder(new Record<>(place.key(), turn.value(), place.at())), "the record at", place);
    }

    /** The record that is being handled is another, so what fails in a turn is none of its own. */
    private void guarded(Runnable work, String what, Object which) {
        try {
            work.run();
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            note("failed_in_turn");
            if (failures++ < MOST_WARNINGS) {
                log.error("{} cannot do {} {} and leaves it out", order.books().step(), what, which, e);
            }
        }
    }

    /** Time in eight bytes, big end first, so that keys sort by it; length of the id in four; id; key. */
    private static Bytes storeKey(TapeOrder.Place place) {
        byte[] id = place.id().getBytes(StandardCharsets.UTF_8);
        byte[] key = place.key().getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + Integer.BYTES + id.length + key.length)
                .putLong(place.at())
                .putInt(id.length)
                .put(id)
                .put(key)
                .array());
    }

    private static TapeOrder.Place place(Bytes storeKey) {
        ByteBuffer bytes = ByteBuffer.wrap(storeKey.get());
        long at = bytes.getLong();
        byte[] id = new byte[bytes.getInt()];
        bytes.get(id);
        byte[] key = new byte[bytes.remaining()];
        bytes.get(key);
        return new TapeOrder.Place(at, new String(id, StandardCharsets.UTF_8), new String(key, StandardCharsets.UTF_8));
    }
}
