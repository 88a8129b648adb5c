package io.tokentape.topology.state;

import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.JoinedAsset;
import io.tokentape.schemas.avro.MentionDraft;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.wire.RegistryAwayException;
import io.tokentape.topology.account.AccountingStep;
import io.tokentape.topology.account.Outcome;
import io.tokentape.topology.account.PoisonException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * The state of an asset as of a post's time.
 *
 * <p>In: {@code chain.token-state} as bytes, and mentions, both keyed by asset and co-partitioned, so that they meet in
 * one task. Out: the finished {@link Intelligence} keyed by its id when the post has this one asset; else the joined
 * {@link MentionDraft} keyed by the id, to be gathered. State: every observation, under asset and time, so that one seek
 * finds what was known at any moment, however long ago, and compaction of the changelog can lose nothing.
 *
 * <p>A post reads as of its own timestamp less {@code settle}, so that it meets the same state whether it overtook a
 * state record by less than that or not. Nothing is dropped on the way of a mention: one that fails goes on as
 * {@code failed:<what>}. Dead-lettered of the states: {@code timestamp}, {@code null_key}, {@code null_value},
 * {@code undecodable}, {@code wrong_key}, {@code bad_asset}.
 */
public final class TokenStateStep {
    public static final String STORE_NODE = "store-token-state";
    public static final String JOIN_NODE = "join-token-state";
    public static final String STATE_STORE = "token-state-store";

    /** Between an asset's name and the time in a key of the store. */
    private static final byte END_OF_NAME = 0;

    private static final int MAX_NAME_LENGTH = 256;

    private final Serde<TokenState> serde;
    private final AccountingStep.Books books;
    private final long settleMillis;
    private final Optional<Duration> historyLimit;

    /** What the two nodes put out: the store node its books alone, the join node the joined records and its books. */
    public record Outputs(KStream<String, SpecificRecord> stored, KStream<String, SpecificRecord> joined) {}

    /**
     * @param settle how far behind its own timestamp a post reads
     * @param historyLimit for how long a replaced observation is kept; empty = for ever
     */
    public TokenStateStep(
            Serde<TokenState> serde, AccountingStep.Books books, Duration settle, Optional<Duration> historyLimit) {
        this.serde = serde;
        this.books = books;
        this.settleMillis = settle.toMillis();
        this.historyLimit = historyLimit;
    }

    public Outputs build(
            StreamsBuilder builder, KStream<String, byte[]> states, KStream<String, MentionDraft> mentions) {
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STATE_STORE), Serdes.Bytes(), serde));
        AccountingStep.Books storeBooks = books.forStep(STORE_NODE);
        AccountingStep.Books joinBooks = books.forStep(JOIN_NODE);
        storeBooks.stores().forEach(builder::addStateStore);
        joinBooks.stores().forEach(builder::addStateStore);
        return new Outputs(
                states.process(
                        () -> new StoreState(storeBooks), Named.as(STORE_NODE), STATE_STORE, storeBooks.storeName()),
                mentions.process(
                        () -> new JoinState(joinBooks), Named.as(JOIN_NODE), STATE_STORE, joinBooks.storeName()));
    }

    /**
     * Keys sort by asset, then time, then provider: asset in UTF-8, a zero byte, the timestamp in eight bytes, big end
     * first, the provider. Of several observations at one moment that of the last provider by name holds, in whatever
     * order they came.
     */
    private static Bytes key(String asset, long at, String provider) {
        byte[] name = asset.getBytes(StandardCharsets.UTF_8);
        byte[] by = provider.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(name.length + 1 + Long.BYTES + by.length)
                .put(name)
                .put(END_OF_NAME)
                .putLong(at)
                .put(by)
                .array());
    }

    private static long time(Bytes key, String asset) {
        return ByteBuffer.wrap(key.get()).getLong(asset.getBytes(StandardCharsets.UTF_8).length + 1);
    }

    private abstract static class WithHistory<V> extends AccountingStep<String, V> {
        private KeyValueStore<Bytes, TokenState> history;

        WithHistory(Books books) {
            super(books);
        }

        @Override
        public void init(ProcessorContext<String, SpecificRecord> context) {
            super.init(context);
            history = context.getStateStore(STATE_STORE);
        }

        /** The asset's observations up to and including the time, latest first. */
        KeyValueIterator<Bytes, TokenState> knownAt(String asset, long asOf) {
            // No key is without a provider, so the upper bound lies just above the moment.
            return history.reverseRange(key(asset, 0, ""), key(asset, Math.max(0, asOf) + 1, ""));
        }

        /** Time of the asset's newest observation. */
        OptionalLong newest(String asset) {
            try (KeyValueIterator<Bytes, TokenState> known = knownAt(asset, Long.MAX_VALUE - 1)) {
                return known.hasNext() ? OptionalLong.of(time(known.peekNextKey(), asset)) : OptionalLong.empty();
            }
        }

        KeyValueStore<Bytes, TokenState> history() {
            return history;
        }
    }

    private final class StoreState extends WithHistory<byte[]> {
        private final Deserializer<TokenState> states = serde.deserializer();

        StoreState(Books books) {
            super(books);
        }

        @Override
        protected Outcome handle(Record<String, byte[]> record) {
            if (record.key() == null) {
                throw new PoisonException("null_key", "a token state needs its asset as key");
            }
            if (record.value() == null) {
                throw new PoisonException("null_value", "a token state that is no longer known is one of nulls");
            }
            TokenState state = decode(states, record.value());
            if (!state.getAsset().equals(record.key())) {
                throw new PoisonException("wrong_key", record.key() + " is not " + state.getAsset());
            }
            if (record.key().indexOf(END_OF_NAME) >= 0) {
                throw new PoisonException("bad_asset", "an asset with U+0000 would lie among another's states");
            }
            requireShort("asset", state.getAsset());
            requireShort("provider", state.getProvider());
            requireShort("pool", state.getPool() == null ? "none" : state.getPool());
            history().put(key(record.key(), record.timestamp(), state.getProvider()), state);
            historyLimit.ifPresent(limit -> forget(record.key(), limit.toMillis()));
            return Outcome.PUT_OUT;
        }

        private void requireShort(String field, String value) {
            if (value.isEmpty() || value.length() > MAX_NAME_LENGTH) {
                throw new PoisonException("bad_" + field, "1 to " + MAX_NAME_LENGTH + " characters are expected");
            }
        }

        /**
         * Drops what is older than the limit beside the asset's newest observation, except the one that still held then. The
         * asset's own time counts, so that another's observations that were read earlier change nothing.
         */
        private void forget(String asset, long limitMillis) {
            long horizon = newest(asset).orElseThrow() - limitMillis;
            try (KeyValueIterator<Bytes, TokenState> old = knownAt(asset, horizon)) {
                if (old.hasNext()) {
                    old.next();
                }
                while (old.hasNext()) {
                    history().delete(old.next().key);
                }
            }
        }
    }

    private final class JoinState extends WithHistory<MentionDraft> {
        JoinState(Books books) {
            super(books);
        }

        @Override
        protected Outcome handle(Record<String, MentionDraft> record) {
            MentionDraft mention = record.value();
            JoinedAsset joined = join(mention.getAsset(), record.timestamp() - settleMillis);
            joined.setStory(mention.getStory());
            if (mention.getParts() == 1) {
                Intelligence intelligence = mention.getDraft();
                intelligence.setAssets(List.of(joined));
                context().forward(new Record<>(intelligence.getId(), intelligence, record.timestamp()));
            } else {
                mention.setJoined(joined);
                context().forward(new Record<>(mention.getIntelligenceId(), mention, record.timestamp()));
            }
            return Outcome.PUT_OUT;
        }

        private JoinedAsset join(String asset, long asOf) {
            try (KeyValueIterator<Bytes, TokenState> known = knownAt(asset, asOf)) {
                if (!known.hasNext()) {
                    String reason = expired(asset, asOf) ? "state_expired" : "no_state";
                    note(reason);
                    return new JoinedAsset(asset, null, null, reason, null);
                }
                KeyValue<Bytes, TokenState> latest = known.next();
                return new JoinedAsset(asset, latest.value, time(latest.key, asset), null, null);
            } catch (SerializationException e) {
                if (RegistryAwayException.causes(e)) {
                    throw e;
                }
                note("failed_undecodable_state");
                return new JoinedAsset(asset, null, null, "failed:undecodable_state", null);
            }
        }

        /** Whether the asset may have had a state then that is no longer kept. */
        private boolean expired(String asset, long asOf) {
            return historyLimit.isPresent()
                    && newest(asset).orElse(asOf) - historyLimit.get().toMillis() > asOf;
        }
    }
}
