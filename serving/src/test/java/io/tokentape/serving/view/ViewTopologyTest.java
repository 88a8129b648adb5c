package io.tokentape.serving.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.serving.Samples;
import io.tokentape.serving.query.StatsKeys;
import io.tokentape.topology.runtime.BoundedRocksDb;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewTopologyTest {
    private static final Topics TOPICS = new Topics("test.");

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofHours(24);
    private static final long H = HOUR.toMillis();
    /** Midnight. */
    private static final long T0 = Instant.parse("2025-07-01T00:00:00Z").toEpochMilli();

    private static final String SOL = "solana:native";
    private static final String PEPE = "ethereum:0x6982508145454ce325ddbe47a25d4ec3d2311933";
    private static final ReadableStats STATS = new ReadableStats(
            TOPICS.tokenStats.name(),
            Samples.SERDES.of(TokenStats.class).deserializer(),
            () -> Instant.ofEpochMilli(Samples.TS));

    @TempDir
    Path folder;

    private final StreamTime streamTime = new StreamTime();
    private final List<byte[]> tokens = new ArrayList<>();
    private TopologyTestDriver driver;

    @BeforeEach
    void start() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test-serving-view");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class.getName());
        driver = new TopologyTestDriver(
                new ViewTopology(TOPICS, streamTime, this::usable, STATS, tokens::add).build(), settings);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void keepsIntelligenceById() {
        TestInputTopic<String, byte[]> in = input(TOPICS.intelligence.name());

        in.pipeInput("a", wire(1), 1_000);
        in.pipeInput("b", wire(2), 500);

        assertThat(stored(ViewTopology.INTELLIGENCE_STORE, "a")).isEqualTo(ValueAndTimestamp.make("1", 1_000));
        assertThat(stored(ViewTopology.INTELLIGENCE_STORE, "b")).isEqualTo(ValueAndTimestamp.make("2", 500));
        assertThat(streamTime.highest()).hasValue(Instant.ofEpochMilli(1_000));
        assertThat(streamTime.newestValue()).hasValue(wire(1));
    }

    @Test
    void deliveringTwiceChangesNothing() {
        TestInputTopic<String, byte[]> in = input(TOPICS.intelligence.name());

        in.pipeInput("a", wire(1), 1_000);
        in.pipeInput("a", wire(1), 1_000);

        assertThat(stored(ViewTopology.INTELLIGENCE_STORE, "a")).isEqualTo(ValueAndTimestamp.make("1", 1_000));
    }

    @Test
    void anOldImportDoesNotReplaceANewerState() {
        TestInputTopic<String, byte[]> in = input(TOPICS.tokenState.name());

        in.pipeInput("solana:native", wire(2), 2_000);
        in.pipeInput("solana:native", wire(1), 1_000);

        assertThat(stored(ViewTopology.TOKEN_STATE_STORE, "solana:native"))
                .isEqualTo(ValueAndTimestamp.make("2", 2_000));
    }

    @Test
    void ofTwoStatesOfOneMomentTheLaterWins() {
        TestInputTopic<String, byte[]> in = input(TOPICS.tokenState.name());

        in.pipeInput("solana:native", wire(1), 1_000);
        in.pipeInput("solana:native", wire(2), 1_000);

        assertThat(stored(ViewTopology.TOKEN_STATE_STORE, "solana:native"))
                .isEqualTo(ValueAndTimestamp.make("2", 1_000));
    }

    @Test
    void anAssetKnownOnlyOfOldKeepsItsState() {
        TestInputTopic<String, byte[]> in = input(TOPICS.tokenState.name());

        in.pipeInput("new:native", wire(1), 1_750_000_000_000L);
        in.pipeInput("old:native", wire(2), 1_500_000_000_000L);

        assertThat(stored(ViewTopology.TOKEN_STATE_STORE, "old:native"))
                .isEqualTo(ValueAndTimestamp.make("2", 1_500_000_000_000L));
    }

    @Test
    void givesTokensOn() {
        input(TOPICS.refTokens.name()).pipeInput("bitcoin", wire(1), 1_000);

        assertThat(tokens).containsExactly(wire(1));
    }

    @Test
    void goesOnPastWhatItCannotUse() {
        for (String topic : List.of(
                TOPICS.intelligence.name(),
                TOPICS.tokenState.name(),
                TOPICS.tokenStats.name(),
                TOPICS.refTokens.name())) {
            TestInputTopic<String, byte[]> in = input(topic);
            in.pipeInput("a", new byte[0], 1);
            in.pipeInput("a", new byte[] {1, 2, 3, 4, 5, 6}, 1);
            in.pipeInput("a", (byte[]) null, 1);
            in.pipeInput(null, wire(1), 1);
            in.pipeInput("b", wire(7), 2);
        }

        assertThat(stored(ViewTopology.INTELLIGENCE_STORE, "a")).isNull();
        assertThat(stored(ViewTopology.TOKEN_STATE_STORE, "a")).isNull();
        assertThat(stored(ViewTopology.INTELLIGENCE_STORE, "b")).isEqualTo(ValueAndTimestamp.make("7", 2));
        assertThat(stored(ViewTopology.TOKEN_STATE_STORE, "b")).isEqualTo(ValueAndTimestamp.make("7", 2));
    }

    /** A changed name is a store that is built again, or read under the wrong name by instances of the other version. */
    @Test
    void hasTheseNodesAndStores() {
        assertThat(new ViewTopology(TOPICS, streamTime, this::usable, STATS, tokens::add)
                        .build()
                        .describe()
                        .toString())
                .isEqualTo("""
                        Topologies:
                           Sub-topology: 0
                            Source: consume-intelligence (topics: [test.intelligence])
                              --> store-intelligence
                            Processor: store-intelligence (stores: [intelligence-by-id-store])
                              --> none
                              <-- consume-intelligence

                          Sub-topology: 1
                            Source: consume-token-state (topics: [test.chain.token-state])
                              --> keep-newest-token-state
                            Processor: keep-newest-token-state (stores: [latest-token-state-store])
                              --> none
                              <-- consume-token-state

                          Sub-topology: 2
                            Source: consume-token-stats (topics: [test.token-stats])
                              --> keep-newest-token-stats
                            Processor: keep-newest-token-stats (stores: [trending-store, latest-token-stats-store])
                              --> none
                              <-- consume-token-stats

                          Sub-topology: 3 for global store (will not generate tasks)
                            Source: consume-tokens (topics: [test.ref.tokens])
                              --> put-tokens
                            Processor: put-tokens (stores: [token-store])
                              --> none
                              <-- consume-tokens
                        """);
    }

    @Test
    void aStateThatCannotBeUsedHidesNone() {
        TestInputTopic<String, byte[]> in = input(TOPICS.tokenState.name());

        in.pipeInput("solana:native", wire(1), 1_000);
        in.pipeInput("solana:native", wire(9), 2_000);

        assertThat(stored(ViewTopology.TOKEN_STATE_STORE, "solana:native"))
                .isEqualTo(ValueAndTimestamp.make("1", 1_000));
    }

    @Test
    void keepsTheLatestWindowOfEachLengthInAnyOrder() {
        TestInputTopic<String, byte[]> in = input(TOPICS.tokenStats.name());
        List<TokenStats.Builder> records = new ArrayList<>(List.of(
                Samples.stats(SOL, HOUR, T0 + 1 * H, 3).setRevision(1),
                Samples.stats(SOL, HOUR, T0 + 2 * H, 5).setRevision(1),
                Samples.stats(SOL, HOUR, T0 + 2 * H, 4).setRevision(2),
                Samples.stats(SOL, HOUR, T0 + 1 * H, 1).setRevision(9),
                Samples.stats(SOL, DAY, T0 + 24 * H, null),
                Samples.stats(PEPE, HOUR, T0 + 2 * H, 6)));
        Random random = new Random(11);
        for (int round = 0; round < 50; round++) {
            Collections.shuffle(records, random);
            records.forEach(record -> pipe(in, record.build()));
            // Again, as after a restart.
            records.forEach(record -> pipe(in, record.build()));

            assertThat(latest(SOL, HOUR)).isEqualTo("2h r2 #4");
            assertThat(latest(SOL, DAY)).isEqualTo("24h r1 #null");
            assertThat(latest(PEPE, HOUR)).isEqualTo("2h r1 #6");
            assertThat(trending(HOUR)).containsExactly("4 " + SOL, "6 " + PEPE);
            assertThat(trending(DAY)).isEmpty();
        }
    }

    @Test
    void aNewWindowTakesThePlaceOfTheOldRanks() {
        TestInputTopic<String, byte[]> in = input(TOPICS.tokenStats.name());
        pipe(in, Samples.stats(SOL, HOUR, T0 + 1 * H, 1).build());
        pipe(in, Samples.stats(PEPE, HOUR, T0 + 1 * H, 2).build());
        pipe(in, Samples.stats(PEPE, DAY, T0 + 24 * H, 1).build());

        pipe(in, Samples.stats(PEPE, HOUR, T0 + 2 * H, 1).build());

        assertThat(trending(HOUR)).containsExactly("1 " + PEPE);
        assertThat(trending(DAY)).containsExactly("1 " + PEPE);
        assertThat(latest(SOL, HOUR)).isEqualTo("1h r1 #1");
    }

    @Test
    void aLateRecordThatTakesTheRankAwayTakesTheRowAway() {
        TestInputTopic<String, byte[]> in = input(TOPICS.tokenStats.name());
        pipe(in, Samples.stats(SOL, HOUR, T0 + 1 * H, 1).build());

        pipe(in, Samples.stats(SOL, HOUR, T0 + 1 * H, null).setRevision(2).build());

        assertThat(trending(HOUR)).isEmpty();
    }

    @Test
    void ranksBehindTheLastAreInNoList() {
        TestInputTopic<String, byte[]> in = input(TOPICS.tokenStats.name());
        for (int rank = 1; rank <= KeepNewestStats.MOST_RANKED + 5; rank++) {
            pipe(in, Samples.stats("solana:a" + rank, HOUR, T0 + H, rank).build());
        }

        assertThat(trending(HOUR))
                .hasSize(KeepNewestStats.MOST_RANKED)
                .startsWith("1 solana:a1", "2 solana:a2")
                .endsWith("1000 solana:a1000");
    }

    @Test
    void statsUnderAnotherKeyAreNotTaken() {
        input(TOPICS.tokenStats.name())
                .pipeInput(
                        PEPE, Samples.bytes(Samples.stats(SOL, HOUR, T0 + H, 1).build()), T0);

        assertThat(latest(SOL, HOUR)).isNull();
        assertThat(trending(HOUR)).isEmpty();
    }

    @Test
    void statsOfAnImpossibleTimeAreNotTaken() {
        TestInputTopic<String, byte[]> in = input(TOPICS.tokenStats.name());
        long late = Samples.TS + 2 * H;
        pipe(in, Samples.stats(SOL, HOUR, T0 + H, 1).build());

        pipe(in, Samples.stats(SOL, HOUR, late, 2).build());
        in.pipeInput(SOL, Samples.bytes(Samples.stats(SOL, HOUR, late, 2).build()), T0);

        assertThat(latest(SOL, HOUR)).isEqualTo("1h r1 #1");
        assertThat(trending(HOUR)).containsExactly("1 " + SOL);
    }

    private static void pipe(TestInputTopic<String, byte[]> in, TokenStats stats) {
        in.pipeInput(stats.getAsset(), Samples.bytes(stats), stats.getWindowEnd());
    }

    private String latest(String asset, Duration window) {
        KeyValueStore<String, ValueAndTimestamp<byte[]>> rows =
                driver.getTimestampedKeyValueStore(ViewTopology.TOKEN_STATS_STORE);
        ValueAndTimestamp<byte[]> row = rows.get(StatsKeys.latest(asset, window.toMillis()));
        return row == null
                ? null
                : STATS.read(row.value())
                        .map(stats -> (stats.getWindowEnd() - T0) / H + "h r" + stats.getRevision() + " #"
                                + stats.getTrendRank())
                        .orElseThrow();
    }

    private List<String> trending(Duration window) {
        KeyValueStore<String, ValueAndTimestamp<byte[]>> rows =
                driver.getTimestampedKeyValueStore(ViewTopology.TRENDING_STORE);
        List<String> found = new ArrayList<>();
        try (KeyValueIterator<String, ValueAndTimestamp<byte[]>> all =
                rows.prefixScan(StatsKeys.rankedOf(window.toMillis()), new StringSerializer())) {
            all.forEachRemaining(row -> found.add(STATS.read(row.value.value())
                    .map(stats -> stats.getTrendRank() + " " + stats.getAsset())
                    .orElseThrow()));
        }
        return found;
    }

    /** In place of {@link UsableState}: the ninth is not. */
    private boolean usable(Record<String, byte[]> record) {
        return record.value().length > 0 && record.value()[0] == 0 && !Arrays.equals(record.value(), wire(9));
    }

    private TestInputTopic<String, byte[]> input(String topic) {
        return driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer());
    }

    private static byte[] wire(int number) {
        return new byte[] {0, 0, 0, 0, 1, (byte) ('0' + number)};
    }

    /** The digit of {@link #wire} with its timestamp. */
    private ValueAndTimestamp<String> stored(String store, String key) {
        KeyValueStore<String, ValueAndTimestamp<byte[]>> values = driver.getTimestampedKeyValueStore(store);
        ValueAndTimestamp<byte[]> found = values.get(key);
        return found == null
                ? null
                : ValueAndTimestamp.make(String.valueOf((char) found.value()[5]), found.timestamp());
    }
}
