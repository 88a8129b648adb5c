package io.tokentape.topology.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tokentape.schemas.avro.Event;
import io.tokentape.schemas.avro.EventType;
import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.JoinedAsset;
import io.tokentape.schemas.avro.LateRecord;
import io.tokentape.schemas.avro.LedgerEntry;
import io.tokentape.schemas.avro.LedgerSubject;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.Mention;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.Rate;
import io.tokentape.schemas.avro.Sentiment;
import io.tokentape.schemas.avro.SentimentLabel;
import io.tokentape.schemas.avro.SourceActivity;
import io.tokentape.schemas.avro.SourcePost;
import io.tokentape.schemas.avro.Story;
import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.schemas.avro.TrendReason;
import io.tokentape.schemas.avro.Value;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.InMemorySchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.topology.account.FlowTotals;
import io.tokentape.topology.account.PoisonLimits;
import io.tokentape.topology.order.Settling;
import io.tokentape.topology.text.TextPrint;
import io.tokentape.topology.text.Words;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyticsTopologyTest {
    private static final Topics TOPICS = new Topics("t.");
    private static final Instant AT = Instant.parse("2025-06-01T12:00:00Z");
    private static final Lineage NOWHERE = new Lineage("", 0, 0L, "", "");
    private static final long FIVE_MINUTES = Duration.ofMinutes(5).toMillis();

    private final WireSerdes serdes = WireSerdes.over(new InMemorySchemaRegistry());

    @TempDir
    private Path stateDir;

    private TopologyTestDriver driver;

    @BeforeEach
    void start() {
        start("one");
    }

    private void start(String name) {
        TopologyConfig config = TopologyConfig.fromEnv(Map.of(
                "TOKENTAPE_PREFIX",
                TOPICS.prefix(),
                "TOKENTAPE_STATE_DIR",
                stateDir.resolve(name).toString()));
        PoisonLimits limit = new PoisonLimits(config.poisonWindow(), config.poisonShare());
        Properties settings = StreamsSettings.of(config, AnalyticsTopology.NAME, TOPICS, limit);
        TopologyParts parts = new TopologyParts(
                TOPICS,
                serdes,
                new TapeTimestampExtractor(InstantSource.fixed(TapeDriver.NOW)),
                limit,
                new FlowTotals(series -> {}),
                Settling.after(config.settle()),
                config.historyLimit(),
                TOPICS.tokenState.partitions(),
                TapeDriver.VERSION);
        driver = new TopologyTestDriver(
                TopologyApp.built(new AnalyticsTopology(parts), settings), settings, TapeDriver.NOW);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void putsOutAWindowAtItsEndAndItsRank() {
        post(intelligence("1", "a", "x:AA", "one thing"), AT);
        post(intelligence("2", "b", "x:AA", "one thing"), AT.plusSeconds(70));
        post(intelligence("3", "b", "x:BB", "another thing"), AT.plusSeconds(130));
        pass(Duration.ofMinutes(6));

        List<TestRecord<String, TokenStats>> found = stats();
        assertThat(found)
                .extracting(
                        TestRecord::key,
                        record -> record.getRecordTime(),
                        record -> record.value().getWindowMillis(),
                        record -> record.value().getRevision(),
                        record -> record.value().getTrendRank())
                .containsExactly(
                        tuple("x:AA", AT.plusSeconds(60), 60_000L, 1, null),
                        tuple("x:AA", AT.plusSeconds(120), 60_000L, 1, null),
                        tuple("x:BB", AT.plusSeconds(180), 60_000L, 1, null),
                        tuple("x:AA", AT.plusSeconds(300), FIVE_MINUTES, 1, null),
                        tuple("x:BB", AT.plusSeconds(300), FIVE_MINUTES, 1, null),
                        tuple("x:BB", AT.plusSeconds(310), FIVE_MINUTES, 2, 1),
                        tuple("x:AA", AT.plusSeconds(310), FIVE_MINUTES, 2, 2));
        TokenStats ranked = found.get(6).value();
        ranked.setLineage(NOWHERE);
        double sources = 4 * StrictMath.log(3) / StrictMath.log(2);
        List<TrendReason> reasons = List.of(
                new TrendReason("valuable_share", 10.0),
                new TrendReason("distinct_sources", sources),
                new TrendReason("stories", 4.0),
                new TrendReason("copies", -10.0));
        assertThat(ranked)
                .isEqualTo(new TokenStats(
                        "x:AA",
                        "aa",
                        FIVE_MINUTES,
                        AT.toEpochMilli() + FIVE_MINUTES,
                        2,
                        2L,
                        1L,
                        2L,
                        1L,
                        0L,
                        0L,
                        0.5,
                        0.75,
                        1L,
                        0L,
                        2L,
                        null,
                        null,
                        0,
                        null,
                        10.0 + sources + 4.0 - 10.0,
                        2,
                        null,
                        reasons,
                        List.of("1"),
                        NOWHERE));
        assertThat(stats()).isEmpty();
    }

    @Test
    void tellsTheRankOfTheWindowBefore() {
        for (int window = 0; window < 2; window++) {
            Instant at = AT.plusMillis(window * FIVE_MINUTES);
            post(intelligence("a" + window, "a", "x:AA", "words"), at);
            post(intelligence("b" + window, "b", "x:BB", "words"), at);
            if (window == 1) {
                post(intelligence("c", "c", "x:BB", "other words"), at);
            }
        }
        pass(Duration.ofMinutes(6));

        assertThat(stats())
                .extracting(TestRecord::value)
                .filteredOn(stats -> stats.getTrendRank() != null)
                .extracting(TokenStats::getAsset, TokenStats::getTrendRank, TokenStats::getPreviousRank)
                .containsExactly(
                        tuple("x:AA", 1, null), tuple("x:BB", 2, null), tuple("x:BB", 1, 2), tuple("x:AA", 2, 1));
    }

    @Test
    void correctsWhatALatePostChangesAndKeepsItsRank() {
        post(intelligence("1", "a", "x:AA", "words"), AT);
        pass(Duration.ofMinutes(7));
        stats();
        post(intelligence("2", "b", "x:AA", "other words"), AT.plusSeconds(200));
        pass(Duration.ZERO);

        assertThat(stats())
                .allMatch(record ->
                        record.timestamp() >= AT.plus(Duration.ofMinutes(7)).toEpochMilli())
                .allMatch(record ->
                        record.timestamp() <= AT.plus(Duration.ofMinutes(8)).toEpochMilli())
                .extracting(
                        record -> record.value().getWindowMillis(),
                        record -> record.value().getRevision(),
                        record -> record.value().getStories(),
                        record -> record.value().getTrendRank())
                .containsExactly(
                        tuple(60_000L, 1, 1L, null), tuple(FIVE_MINUTES, 3, 2L, null), tuple(FIVE_MINUTES, 4, 2L, 1));
        assertThat(account("count-sightings").getNoted()).containsEntry("behind", 1L);
    }

    @Test
    void ranksTheLatestOfManyCorrections() {
        post(intelligence("0", "a", "x:AA", "words"), AT);
        pass(Duration.ofMinutes(5));
        for (int i = 1; i <= 5; i++) {
            post(intelligence("late " + i, "b", "x:AA", "words " + i), AT.plusSeconds(i));
        }
        pass(Duration.ofMinutes(1));

        assertThat(stats())
                .filteredOn(record -> record.value().getTrendRank() != null)
                .last()
                .extracting(
                        record -> record.value().getRevision(),
                        record -> record.value().getStories())
                .isEqualTo(List.of(12, 6L));
    }

    @Test
    void postsOfNobodyAreOneSourceAndNoSourcesPosts() {
        for (String id : List.of("1", "2", "3")) {
            post(intelligence(id, null, "x:AA", "words " + id), AT);
        }
        irrelevant("4", "tweet:", AT);
        pass(Duration.ofHours(2));

        assertThat(stats())
                .filteredOn(record -> record.value().getWindowMillis() == 60_000)
                .singleElement()
                .extracting(
                        record -> record.value().getMentions(),
                        record -> record.value().getSources())
                .isEqualTo(List.of(3L, 1L));
        assertThat(read(TOPICS.sourceLedger, LedgerEntry.class)).isEmpty();
        Map<String, FlowAccount> accounts = accounts();
        assertThat(accounts.values()).allSatisfy(AnalyticsTopologyTest::closes);
        assertThat(accounts.values().stream().map(FlowAccount::getFiltered)).contains(Map.of("unknown_source", 1L));
    }

    @Test
    void putsALateRecordAside() {
        post(intelligence("1", "a", "x:AA", "words"), AT);
        pass(Duration.ofMinutes(11));
        stats();
        post(intelligence("2", "b", "x:AA", "other words"), AT.plusSeconds(1));

        assertThat(stats()).isEmpty();
        TestRecord<String, LateRecord> late =
                read(TOPICS.late, LateRecord.class).get(0);
        late.value().setLineage(NOWHERE);
        long settled = AT.plus(Duration.ofMinutes(11)).toEpochMilli();
        assertThat(late.value().getSettled()).isBetween(settled, settled + 6_000);
        late.value().setSettled(0L);
        assertThat(late)
                .isEqualTo(new TestRecord<>(
                        "x:AA",
                        new LateRecord("analytics", "count-sightings", "older_than_window", "x:AA", "2", 0L, NOWHERE),
                        AT.plusSeconds(1)));
        FlowAccount account = account("count-sightings");
        assertThat(account.getLate()).isEqualTo(Map.of("older_than_window", 1L));
        assertThat(account.getRead()).isEqualTo(2);
        assertThat(account.getPutOut()).isEqualTo(1);
    }

    @Test
    void countsWhatASourceDoesOnTheHour() {
        Intelligence repeat = intelligence("2", "a", "x:AA", "words");
        repeat.getAssets().get(0).setStory(new Story("1", 0L, "tweet:b", 2, 1, null));
        Intelligence edit = intelligence("3", "a", "x:AA", "other words");
        edit.setRevises("2");
        Intelligence delete = intelligence("4", "a", "x:AA", "");
        delete.setRevises("3");
        delete.setRetracts("3");
        delete.setRetracted(true);
        post(intelligence("1", "a", "x:AA", "words"), AT);
        post(repeat, AT.plusSeconds(2));
        post(edit, AT.plusSeconds(4));
        post(delete, AT.plusSeconds(6));
        irrelevant("5", "tweet:a", AT.plusSeconds(8));
        irrelevant("6", "tweet:b", AT.plusSeconds(4_000));
        pass(Duration.ofHours(2));

        List<TestRecord<String, LedgerEntry>> found = read(TOPICS.sourceLedger, LedgerEntry.class);
        found.forEach(record -> record.value().setLineage(NOWHERE));
        assertThat(found)
                .containsExactly(
                        new TestRecord<>(
                                "tweet:a",
                                new LedgerEntry(
                                        LedgerSubject.SOURCE,
                                        "tweet:a",
                                        AT.toEpochMilli(),
                                        new SourceActivity(
                                                3L,
                                                1L,
                                                2L,
                                                2L,
                                                1L,
                                                1L,
                                                0L,
                                                new Rate(3L, 2L, 2.0 / 3, 0.2076596008020477, 0.9385080552796037)),
                                        null,
                                        NOWHERE),
                                AT.plusSeconds(3_600)),
                        new TestRecord<>(
                                "tweet:b",
                                new LedgerEntry(
                                        LedgerSubject.SOURCE,
                                        "tweet:b",
                                        AT.plusSeconds(4_000).toEpochMilli(),
                                        new SourceActivity(
                                                1L,
                                                0L,
                                                0L,
                                                0L,
                                                0L,
                                                0L,
                                                0L,
                                                new Rate(1L, 0L, 0.0, 0.0, 0.7934506856227626)),
                                        null,
                                        NOWHERE),
                                AT.plusSeconds(7_200)));
        assertThat(stats())
                .extracting(TestRecord::value)
                .filteredOn(stats -> stats.getWindowMillis() == 60_000)
                .singleElement()
                .extracting(TokenStats::getMentions)
                .as("an edit or a delete is no mention")
                .isEqualTo(2L);
    }

    @Test
    void putsUnreadableBytesAside() {
        bytes(TOPICS.intelligence, "1", new byte[] {1, 2}, AT);
        bytes(TOPICS.irrelevant, "1", null, AT);
        post(intelligence("1", "a", "x:AA", "words"), AT);

        assertThat(driver.createOutputTopic(TOPICS.dlq.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                        .readRecordsToList())
                .hasSize(2);
        Map<String, FlowAccount> accounts = accounts();
        assertThat(accounts.get("analytics/t.intelligence/0/" + AT.toEpochMilli() / 3_600_000 * 3_600_000)
                        .getDeadLettered())
                .isEqualTo(Map.of("undecodable", 1L));
        assertThat(accounts.values()).allSatisfy(AnalyticsTopologyTest::closes);
    }

    @Test
    void givesTheSameInWhateverOrderPostsComeWithinTheSettleTime() {
        List<Intelligence> posts = tape(new Random(1));
        List<TestRecord<String, SpecificRecord>> expected = run("in-order", posts);
        assertThat(expected).hasSizeGreaterThan(50);
        for (int seed = 0; seed < 3; seed++) {
            Random random = new Random(seed);
            Map<String, Long> arrival = new LinkedHashMap<>();
            posts.forEach(post -> arrival.put(post.getId(), post.getPublishedAt() + random.nextInt(1_000)));
            List<Intelligence> shuffled = new ArrayList<>(posts);
            Collections.shuffle(shuffled, random);
            shuffled.sort(Comparator.comparing(post -> arrival.get(post.getId())));

            assertThat(run("shuffled" + seed, shuffled)).isEqualTo(expected);
        }
    }

    @Test
    void givesTheSameOverOnePartitionAndOverFour() {
        List<Intelligence> posts = tape(new Random(2));
        List<TestRecord<String, SpecificRecord>> together = unranked(run("together", posts));
        List<TestRecord<String, SpecificRecord>> apart = new ArrayList<>();
        for (int partition = 0; partition < 4; partition++) {
            int mine = partition;
            List<Intelligence> part = posts.stream()
                    .filter(post ->
                            Math.floorMod(post.getAssets().get(0).getAsset().hashCode(), 4) == mine)
                    .toList();
            apart.addAll(unranked(run("part" + partition, part)));
        }
        apart.sort(inOrder());
        assertThat(apart).isEqualTo(together);
    }

    /** All token statistics that a tape gives, in order. */
    private List<TestRecord<String, SpecificRecord>> run(String name, List<Intelligence> posts) {
        driver.close();
        start(name);
        posts.forEach(post -> post(post, Instant.ofEpochMilli(post.getPublishedAt())));
        pass(Duration.ofMinutes(70));
        List<TestRecord<String, SpecificRecord>> found = new ArrayList<>();
        for (TestRecord<String, TokenStats> record : stats()) {
            record.value().setLineage(NOWHERE);
            found.add(new TestRecord<>(record.key(), record.value(), record.getRecordTime()));
        }
        found.sort(inOrder());
        assertThat(accounts().values()).isNotEmpty().allSatisfy(AnalyticsTopologyTest::closes);
        return found;
    }

    private static List<TestRecord<String, SpecificRecord>> unranked(List<TestRecord<String, SpecificRecord>> all) {
        return new ArrayList<>(all.stream()
                .filter(record -> ((TokenStats) record.value()).getTrendRank() == null)
                .toList());
    }

    private static Comparator<TestRecord<String, SpecificRecord>> inOrder() {
        return Comparator.<TestRecord<String, SpecificRecord>, Instant>comparing(TestRecord::getRecordTime)
                .thenComparing(TestRecord::key)
                .thenComparing(record -> record.value().toString());
    }

    private static void closes(FlowAccount account) {
        assertThat(account.getPutOut()
                        + account.getHeld()
                        + sum(account.getFiltered())
                        + sum(account.getDeadLettered())
                        + sum(account.getLate()))
                .isEqualTo(account.getRead());
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static List<Intelligence> tape(Random random) {
        List<Intelligence> posts = new ArrayList<>();
        Instant at = AT;
        for (int i = 0; i < 200; i++) {
            at = at.plusMillis(random.nextInt(20_000));
            Intelligence post = intelligence(
                    "p" + i,
                    "source" + random.nextInt(10),
                    "x:" + (char) ('A' + random.nextInt(6)),
                    "words " + random.nextInt(30));
            post.setPublishedAt(at.toEpochMilli());
            post.getSentiment().setScore(random.nextInt(21) / 10.0 - 1);
            posts.add(post);
        }
        return posts;
    }

    private static Intelligence intelligence(String id, String author, String asset, String text) {
        Mention mention = Mention.newBuilder()
                .setSurface(text)
                .setStart(0)
                .setEnd(1)
                .setToken(asset.substring(2).toLowerCase(Locale.ROOT))
                .setAsset(asset)
                .setProbability(1)
                .build();
        return Intelligence.newBuilder()
                .setId(id)
                .setType(PostSource.TWEET)
                .setPostId(id)
                .setRevision(1)
                .setAuthor(author)
                .setText(text)
                .setMentions(List.of(mention))
                .setAssets(List.of(JoinedAsset.newBuilder()
                        .setAsset(asset)
                        .setReason("no_state")
                        .build()))
                .setSentiment(new Sentiment(SentimentLabel.BULLISH, 0.5, 0.75))
                .setEvent(new Event(EventType.OTHER, 0.5))
                .setValue(new Value(60.0, true, List.of()))
                .setTextPrint(TextPrint.of(null, Words.of(text)).bytes())
                .setLineage(NOWHERE)
                .build();
    }

    private void post(Intelligence post, Instant at) {
        bytes(
                TOPICS.intelligence,
                post.getId(),
                serdes.of(Intelligence.class).serializer().serialize(TOPICS.intelligence.name(), post),
                at);
    }

    private void irrelevant(String id, String source, Instant at) {
        SourcePost post = new SourcePost(id, source, false, false, false, false, false, false, NOWHERE);
        bytes(
                TOPICS.irrelevant,
                source,
                serdes.of(SourcePost.class).serializer().serialize(TOPICS.irrelevant.name(), post),
                at);
    }

    private void bytes(Topic<?> topic, String key, byte[] value, Instant at) {
        driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, at));
    }

    /** Lets the tape be quiet for so long, a second at a time. */
    private void pass(Duration time) {
        for (int second = 0; second < time.toSeconds() + 6; second++) {
            driver.advanceWallClockTime(Duration.ofSeconds(1));
        }
    }

    private List<TestRecord<String, TokenStats>> stats() {
        return read(TOPICS.tokenStats, TokenStats.class);
    }

    private FlowAccount account(String step) {
        return accounts().values().stream()
                .filter(account -> account.getStep().equals(step))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, FlowAccount> accounts() {
        driver.advanceWallClockTime(Duration.ofSeconds(2));
        Map<String, FlowAccount> accounts = new TreeMap<>();
        read(TOPICS.accounts, FlowAccount.class).forEach(record -> accounts.put(record.key(), record.value()));
        return accounts;
    }

    private <T extends SpecificRecord> List<TestRecord<String, T>> read(Topic<T> topic, Class<T> type) {
        return driver.createOutputTopic(
                        topic.name(), new StringDeserializer(), serdes.of(type).deserializer())
                .readRecordsToList();
    }
}
