package io.tokentape.topology.state;

import io.tokentape.schemas.avro.Event;
import io.tokentape.schemas.avro.EventType;
import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.MentionDraft;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.Sentiment;
import io.tokentape.schemas.avro.SentimentLabel;
import io.tokentape.schemas.avro.StateSeriesList;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.avro.Tri;
import io.tokentape.schemas.avro.Value;
import io.tokentape.schemas.wire.InMemorySchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.topology.account.AccountingStep;
import io.tokentape.topology.account.FlowTotals;
import io.tokentape.topology.account.PoisonLimits;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.function.IntConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Processor time of storing a state and of joining a mention, of one task with a quarter of 30,000 assets, on RocksDB without
 * changelogs and record caches: {@code mvn -q -pl topology -am test-compile -Pstate-cost}.
 */
public final class TokenStateCost {
    private static final int ASSETS = 30_000 / 4;
    private static final int ROUNDS = 20;
    private static final long START = 1_750_000_000_000L;
    private static final long MINUTE = 60_000;
    private static final String TOPIC = "states";
    private static final WireSerdes SERDES = WireSerdes.over(new InMemorySchemaRegistry());
    private static final List<String> PROVIDERS = List.of("dexscreener", "geckoterminal", "goplus", "rugcheck");

    private static final Intelligence DRAFT = Intelligence.newBuilder()
            .setId("id")
            .setType(PostSource.TWEET)
            .setPostId("1")
            .setRevision(1)
            .setText("text")
            .setSentiment(new Sentiment(SentimentLabel.NEUTRAL, 0.0, 0.5))
            .setEvent(new Event(EventType.OTHER, 0.5))
            .setValue(new Value(0.0, false, List.of()))
            .setLineage(new Lineage("topic", 0, 0L, "test", "none"))
            .build();

    private TokenStateCost() {}

    public static void main(String[] args) throws IOException {
        AccountingStep.Books books = new AccountingStep.Books(
                "cost", "cost", SERDES.of(FlowAccount.class), new PoisonLimits(1_000, 1), new FlowTotals(series -> {}));
        TokenStateStep step = new TokenStateStep(
                SERDES.of(TokenState.class).deserializer(),
                SERDES.of(StateSeriesList.class),
                books,
                Duration.ofSeconds(1),
                Optional.empty());
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "cost");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        Path dir = Files.createTempDirectory("token-state-cost");
        MockProcessorContext<String, SpecificRecord> context =
                new MockProcessorContext<>(settings, new TaskId(0, 0), dir.toFile());
        context.setRecordMetadata(TOPIC, 0, 0);
        open(context, StateHistoryStep.STATE_STORE, Serdes.Bytes(), Serdes.ByteArray());
        open(context, StateHistoryStep.SERIES_STORE, Serdes.String(), SERDES.of(StateSeriesList.class));
        open(context, TokenStateStep.READ_STORE, Serdes.String(), Serdes.Long());
        open(context, books.storeName(), Serdes.String(), SERDES.of(FlowAccount.class));
        StateHistoryStep.stores(SERDES.of(StateSeriesList.class)).stream()
                .filter(builder -> builder.name().equals(StateHistoryStep.LATEST_STORE))
                .forEach(builder -> open(context, builder));
        TokenStateStep.StoreState store = step.new StoreState(books);
        store.init(context);
        TokenStateStep.JoinState join = step.new JoinState(books);
        join.init(context);

        List<byte[]> states = new ArrayList<>();
        for (int i = 0; i < ASSETS * PROVIDERS.size(); i++) {
            states.add(state(i / PROVIDERS.size(), PROVIDERS.get(i % PROVIDERS.size())));
        }
        for (int round = 0; round < ROUNDS; round++) {
            long at = START + round * MINUTE;
            print("store a state, round " + round, states.size(), i -> {
                store.process(new Record<>(asset(i / PROVIDERS.size()), states.get(i), at));
            });
        }
        Random random = new Random(1);
        long now = START + ROUNDS * MINUTE;
        for (int round = 0; round < 4; round++) {
            print("join a mention of now", 100_000, i -> join(join, context, random.nextInt(ASSETS), now));
            print(
                    "join a mention of earlier",
                    50_000,
                    i -> join(
                            join,
                            context,
                            random.nextInt(ASSETS),
                            START + (1 + random.nextInt(ROUNDS - 2)) * MINUTE + 5_000));
        }
    }

    private static void join(
            TokenStateStep.JoinState join, MockProcessorContext<String, SpecificRecord> context, int asset, long at) {
        join.process(new Record<>(asset(asset), mention(asset(asset)), at));
        context.resetForwards();
    }

    private static void print(String what, int count, IntConsumer work) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < count; i++) {
            work.accept(i);
        }
        long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        System.out.printf(Locale.ROOT, "%s: %.1f µs%n", what, spent / 1e3 / count);
    }

    private static <K, V> void open(
            MockProcessorContext<String, SpecificRecord> context, String name, Serde<K> keys, Serde<V> values) {
        open(
                context,
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), keys, values)
                        .withLoggingDisabled());
    }

    private static void open(MockProcessorContext<String, SpecificRecord> context, StoreBuilder<?> builder) {
        StateStore store = builder.build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
    }

    private static String asset(int number) {
        return "solana:asset" + number;
    }

    private static byte[] state(int asset, String provider) {
        TokenState.Builder state = TokenState.newBuilder()
                .setAsset(asset(asset))
                .setProvider(provider)
                .setObservedAt(START + 1);
        if (provider.startsWith("de") || provider.startsWith("ge")) {
            state.setPool("pool" + asset)
                    .setPriceUsd(1.5)
                    .setPriceNative(0.01)
                    .setLiquidityUsd(90_000.0)
                    .setLiquidityBase(30_000.0)
                    .setLiquidityQuote(300.0)
                    .setMarketCapUsd(1e6)
                    .setFdvUsd(2e6)
                    .setVolume5mUsd(10.0)
                    .setVolume1hUsd(100.0)
                    .setVolume6hUsd(600.0)
                    .setVolume24hUsd(2_400.0)
                    .setPriceChange1h(0.1)
                    .setPriceChange24h(0.2)
                    .setBuys5m(1L)
                    .setSells5m(2L)
                    .setBuys1h(3L)
                    .setSells1h(4L)
                    .setBuys24h(50L)
                    .setSells24h(60L)
                    .setPoolCreatedAt(START - MINUTE);
        } else {
            state.setHolders(500L)
                    .setTop10Share(0.4)
                    .setCreatorShare(0.02)
                    .setMintable(Tri.NO)
                    .setFreezable(Tri.NO)
                    .setCannotSell(Tri.NO)
                    .setBalancesChangeable(Tri.NO)
                    .setSelfDestruct(Tri.NO)
                    .setMetadataMutable(Tri.YES)
                    .setLpLockedShare(0.9)
                    .setProviderRisk(0.1);
        }
        return SERDES.of(TokenState.class).serializer().serialize(TOPIC, state.build());
    }

    private static MentionDraft mention(String asset) {
        MentionDraft mention = new MentionDraft();
        mention.setIntelligenceId("id");
        mention.setAsset(asset);
        mention.setParts(1);
        mention.setDraft(DRAFT);
        return mention;
    }
}
