package io.tokentape.topology.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.avro.StateSeriesList;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.wire.InMemorySchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.topology.account.AccountingStep;
import io.tokentape.topology.account.FlowTotals;
import io.tokentape.topology.account.Outcome;
import io.tokentape.topology.account.PoisonLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateHistoryStepTest {
    private static final String ASSET = "x:AA";

    private final WireSerdes serdes = WireSerdes.over(new InMemorySchemaRegistry());

    @TempDir
    private Path dir;

    /** A task that was a standby in between keeps its stores and has their content from the changelog. */
    @Test
    void readsWhatTheStoresHaveWhenItBeginsAnew() {
        AccountingStep.Books books = new AccountingStep.Books(
                        "test",
                        "test",
                        serdes.of(FlowAccount.class),
                        new PoisonLimits(1_000, 1),
                        new FlowTotals(series -> {}))
                .forStep("step");
        MockProcessorContext<String, SpecificRecord> context = context();
        List<StoreBuilder<?>> builders = new ArrayList<>(books.stores());
        builders.addAll(StateHistoryStep.stores(serdes.of(StateSeriesList.class)));
        List<StateStore> stores = new ArrayList<>();
        for (StoreBuilder<?> builder : builders) {
            StateStore store =
                    builder.withCachingDisabled().withLoggingDisabled().build();
            store.init(context.getStateStoreContext(), store);
            context.addStateStore(store);
            stores.add(store);
        }
        History history = new History(books);
        history.init(context);
        TokenState state = TokenState.newBuilder()
                .setAsset(ASSET)
                .setProvider("p")
                .setObservedAt(1)
                .setPriceUsd(2.0)
                .build();
        Observation observation = StateHistoryStep.Mapping.observation(state, 1);
        byte[] bytes = serdes.of(TokenState.class).serializer().serialize("states", state);
        history.keep(ASSET, bytes, observation);
        assertThat(history.knownAt(ASSET, 1).observations()).hasSize(1);

        KeyValueStore<Bytes, byte[]> kept = context.getStateStore(StateHistoryStep.STATE_STORE);
        List<Bytes> keys = new ArrayList<>();
        try (var all = kept.all()) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }
        keys.forEach(kept::delete);
        KeyValueStore<String, StateSeriesList> series = context.getStateStore(StateHistoryStep.SERIES_STORE);
        series.delete(ASSET);
        history.init(context);

        assertThat(history.knownAt(ASSET, 1).observations()).isEmpty();
        stores.forEach(StateStore::close);
    }

    private MockProcessorContext<String, SpecificRecord> context() {
        return new MockProcessorContext<>(new Properties(), new TaskId(0, 0), dir.toFile());
    }

    private final class History extends StateHistoryStep<TokenState> {
        History(AccountingStep.Books books) {
            super(books, serdes.of(TokenState.class).deserializer(), Optional.empty());
        }

        @Override
        protected Outcome handle(Record<String, TokenState> record) {
            return Outcome.PUT_OUT;
        }
    }
}
