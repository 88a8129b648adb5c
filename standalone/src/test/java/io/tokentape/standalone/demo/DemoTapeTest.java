package io.tokentape.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tokentape.connectors.files.TapeRecord;
import io.tokentape.schemas.avro.Candle;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.InMemorySchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.topology.mention.TokenEntry;
import io.tokentape.topology.mention.TokenRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

class DemoTapeTest {
    private static final Topics TOPICS = new Topics("t.");
    private static final Clock LATER = Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC);

    @Test
    void theSameSeedGivesTheSameBytes() throws Exception {
        String digest = digest(1, 20_000);

        assertThat(digest(1, 20_000)).isEqualTo(digest);
        assertThat(digest(2, 20_000)).isNotEqualTo(digest);
    }

    @Test
    void noOtherJavaReleaseAndNoOtherDayChangesTheDemo() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (DemoEvent event : events(1, 20_000)) {
            digest.update(event.truth().toJson().getBytes(StandardCharsets.UTF_8));
            if (event.record().value() instanceof RawPost post) {
                digest.update(post.getText().getBytes(StandardCharsets.UTF_8));
            }
        }

        // Changes with the demo only: whoever changes that puts the new digest here.
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("115ef27cf822ba4eeec8ced70f55b897e9498c6d1db1743ae39b4509553a83be");
    }

    @Test
    void theClockOnlySaysHowMuchHasHappened() {
        Instant end = DemoTape.START.plus(Duration.ofHours(30));
        DemoTape whole = new DemoTape(7, TOPICS, LATER);
        DemoTape part = new DemoTape(7, TOPICS, Clock.fixed(end, ZoneOffset.UTC));

        while (part.hasNext()) {
            DemoEvent event = part.next();
            assertThat(event.record().timestampMillis()).isLessThanOrEqualTo(end.toEpochMilli());
            assertThat(event).isEqualTo(whole.next());
        }

        assertThat(part.nextAt()).isAfter(end);
        assertThat(whole.nextAt()).isEqualTo(part.nextAt());
        assertThatThrownBy(part::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void timeNeverGoesBackAndIdentitiesAreUnique() {
        long last = DemoTape.START.toEpochMilli();
        Set<String> identities = new HashSet<>();
        for (DemoEvent event : events(3, 30_000)) {
            TapeRecord<?> record = event.record();
            assertThat(record.timestampMillis()).isGreaterThanOrEqualTo(last);
            last = record.timestampMillis();
            if (record.value() instanceof RawPost post) {
                assertThat(identities.add(post.getSource() + " " + post.getId() + " " + post.getRevision()))
                        .isTrue();
            }
        }
    }

    @Test
    void theTruthFitsTheWords() {
        int posts = 0;
        for (DemoEvent event : events(5, 30_000)) {
            if (!(event.truth() instanceof DemoTruth.Post truth)) {
                continue;
            }
            posts++;
            RawPost post = (RawPost) event.record().value();
            assertThat(truth.id()).isEqualTo(post.getId());
            assertThat(truth.ts()).isEqualTo(event.record().timestampMillis());
            assertThat(truth.deleted()).isEqualTo(post.getDeleted());
            assertThat(truth.stance()).isIn("bullish", "bearish", "neutral");
            assertThat(post.getText()).doesNotContain("{").doesNotContain("}");
            if (!truth.deleted()) {
                assertThat(truth.assets())
                        .containsExactlyInAnyOrderElementsOf(truth.mentions().stream()
                                .map(DemoTruth.Mention::asset)
                                .collect(Collectors.toSet()));
            }
            for (DemoTruth.Mention mention : truth.mentions()) {
                String part = mention.in().equals("title") ? post.getTitle() : post.getText();
                assertThat(part.substring(mention.start(), mention.end())).isEqualTo(mention.surface());
            }
            if (truth.signal() != null) {
                assertThat(truth.signal().targets()).isNotEmpty();
                truth.signal()
                        .targets()
                        .forEach(target -> assertThat(post.getText()).contains(target));
            }
        }
        assertThat(posts).isGreaterThan(10_000);
    }

    @Test
    void statesAndCandlesFollowOnePricePath() {
        Map<String, Double> lastPrice = new HashMap<>();
        for (DemoEvent event : events(5, 20_000)) {
            if (event.record().value() instanceof TokenState state) {
                DemoTruth.Price truth = (DemoTruth.Price) event.truth();
                assertThat(state.getPriceUsd()).isPositive().isEqualTo(truth.price());
                lastPrice.put(state.getAsset(), state.getPriceUsd());
            } else if (event.record().value() instanceof Candle candle) {
                assertThat(candle.getLow()).isPositive();
                assertThat(candle.getOpen()).isBetween(candle.getLow(), candle.getHigh());
                assertThat(candle.getClose()).isBetween(candle.getLow(), candle.getHigh());
                assertThat(lastPrice.get(candle.getAsset()))
                        .isBetween(candle.getLow() * 0.999, candle.getHigh() * 1.001);
            }
        }
        assertThat(lastPrice).hasSameSizeAs(DemoAsset.all());
    }

    @Test
    void everyKindOfThingHappens() {
        Map<PostSource, Integer> sources = new HashMap<>();
        Set<String> languages = new HashSet<>();
        Set<String> happened = new HashSet<>();
        for (DemoEvent event : events(11, 60_000)) {
            if (event.truth() instanceof DemoTruth.Post truth) {
                sources.merge(((RawPost) event.record().value()).getSource(), 1, Integer::sum);
                languages.add(truth.language());
                happened.add(truth.event());
                happened.add(truth.deleted() ? "delete" : truth.revision() > 1 ? "edit" : "post");
                happened.add(truth.repeats() == null ? "own words" : "repeat");
                happened.add(truth.assets().size() + " assets");
                happened.add(truth.signal() == null ? "no call" : truth.signal().side());
            }
        }
        assertThat(sources)
                .containsOnlyKeys(
                        PostSource.TWEET,
                        PostSource.TELEGRAM,
                        PostSource.NEWS,
                        PostSource.REDDIT,
                        PostSource.ANNOUNCEMENT);
        assertThat(languages).contains("en", "es", "de", "tr", "pt", "ru", "fr");
        assertThat(happened)
                .contains("edit", "delete", "repeat", "0 assets", "1 assets", "2 assets", "3 assets", "long", "short")
                .contains("listing", "hack", "airdrop", "whale", "pump_call", "scam_warning", "maintenance");
    }

    @Test
    void theFirstPostSpeaksOfAnAssetThatHasAState() {
        Set<String> known = new HashSet<>();
        DemoTape tape = new DemoTape(DemoTape.SEED, TOPICS, LATER);
        DemoEvent event = tape.next();
        while (!event.isPost()) {
            known.add(event.record().key());
            event = tape.next();
        }

        assertThat(((DemoTruth.Post) event.truth()).assets()).isNotEmpty();
        assertThat(known).hasSameSizeAs(DemoAsset.all()).containsAll(((DemoTruth.Post) event.truth()).assets());
    }

    @Test
    void theShippedRegistryKnowsEveryAsset() {
        TokenRegistry registry = TokenRegistry.shipped();
        for (DemoAsset asset : DemoAsset.all()) {
            assertThat(registry.byId(asset.token()).map(TokenEntry::primary)).contains(asset.asset());
            assertThat(registry.bestBySymbol(asset.symbol()).map(TokenEntry::id))
                    .contains(asset.token());
        }
    }

    @Test
    void truthIsJsonLines() throws Exception {
        ObjectMapper json = new ObjectMapper();
        for (DemoEvent event : events(5, 2_000)) {
            String line = event.truth().toJson();
            assertThat(line).doesNotContain("\n");
            JsonNode truth = json.readTree(line);
            assertThat(truth.path("kind").asText()).isEqualTo(event.isPost() ? "post" : "price");
            assertThat(truth.path("ts").asLong()).isEqualTo(event.record().timestampMillis());
        }
    }

    private static List<DemoEvent> events(long seed, int count) {
        DemoTape tape = new DemoTape(seed, TOPICS, LATER);
        List<DemoEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(tape.next());
        }
        return events;
    }

    /** Over what would be on the wire, and the truth. */
    private static String digest(long seed, int count) throws Exception {
        WireSerdes serdes = WireSerdes.over(new InMemorySchemaRegistry());
        Map<Class<?>, Serializer<SpecificRecord>> serializers = new HashMap<>();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (DemoEvent event : events(seed, count)) {
            TapeRecord<?> record = event.record();
            digest.update(record.topic().name().getBytes(StandardCharsets.UTF_8));
            digest.update(record.key().getBytes(StandardCharsets.UTF_8));
            digest.update(ByteBuffer.allocate(Long.BYTES)
                    .putLong(record.timestampMillis())
                    .array());
            digest.update(serializers
                    .computeIfAbsent(record.value().getClass(), type -> serializer(serdes, type))
                    .serialize(record.topic().name(), record.value()));
            digest.update(event.truth().toJson().getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @SuppressWarnings("unchecked")
    private static Serializer<SpecificRecord> serializer(WireSerdes serdes, Class<?> type) {
        return (Serializer<SpecificRecord>)
                (Serializer<?>) serdes.of(type.asSubclass(SpecificRecord.class)).serializer();
    }
}
