package io.tokentape.serving.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.schemas.avro.TrendReason;
import io.tokentape.serving.Samples;
import io.tokentape.serving.http.TestServer;
import io.tokentape.serving.query.FakeView;
import io.tokentape.serving.query.RecordDecoder;
import io.tokentape.serving.query.StatsKeys;
import io.tokentape.serving.query.ViewTable;
import io.tokentape.topology.mention.TokenEntry;
import io.tokentape.topology.mention.TokenRegistry;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenStatsRoutesTest {
    private static final String TRENDING = "/api/v1/tokens/trending";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String PEPE = "ethereum:0x6982508145454ce325ddbe47a25d4ec3d2311933";
    private static final String SOL = "solana:native";

    private final FakeView view = new FakeView();
    private final TokenRegistry registry = TokenRegistry.of(
            List.of(new TokenEntry("pepe", null, "PEPE", "Pepe", List.of(), List.of(PEPE), null, 30, null, false)));
    private final TestServer server = TestServer.of(new TokenStatsRoutes(
            view,
            new RecordDecoder<>(
                    "tokentape.token-stats", Samples.SERDES.of(TokenStats.class).deserializer()),
            registry,
            () -> Instant.ofEpochMilli(Samples.TS + 1_500)));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void tellsTheBestOfTheLatestWindowWithReasonsAndAge() throws Exception {
        ranked(Samples.stats(SOL, HOUR, Samples.TS, 2).build());
        ranked(Samples.stats(PEPE, HOUR, Samples.TS, 1)
                .setPreviousRank(7)
                .setTrendScore(3.5)
                .setTrendReasons(List.of(new TrendReason("velocity", 2.5), new TrendReason("distinct_sources", 1.0)))
                .setEvidence(List.of(Samples.id(1), Samples.id(2)))
                .build());
        ranked(Samples.stats("old:native", HOUR, Samples.TS - HOUR.toMillis(), 1)
                .build());
        ranked(Samples.stats("day:native", Duration.ofHours(24), Samples.TS, 1).build());

        JsonNode answer = TestServer.json(server.get(TRENDING));

        assertThat(answer.get("window").asText()).isEqualTo("1h");
        assertThat(answer.get("windowEnd").asText()).isEqualTo("2025-07-20T00:00:00Z");
        assertThat(answer.get("age_ms").asLong()).isEqualTo(1_500);
        assertThat(answer.get("failed")).isEmpty();
        assertThat(answer.get("items").findValuesAsText("asset")).containsExactly(PEPE, SOL);
        JsonNode first = answer.get("items").get(0);
        assertThat(first.get("symbol").asText()).isEqualTo("PEPE");
        assertThat(first.get("trendRank").asInt()).isEqualTo(1);
        assertThat(first.get("previousRank").asInt()).isEqualTo(7);
        assertThat(first.get("trendReasons").toString())
                .isEqualTo("[{\"name\":\"velocity\",\"contribution\":2.5},"
                        + "{\"name\":\"distinct_sources\",\"contribution\":1.0}]");
        assertThat(first.get("evidence").toString()).isEqualTo("[\"" + Samples.id(1) + "\",\"" + Samples.id(2) + "\"]");
        assertThat(answer.get("items").get(1).get("symbol").isNull()).isTrue();
        assertThat(answer.get("items").get(1).get("previousRank").isNull()).isTrue();
    }

    @Test
    void windowsAndSizesAreChosen() throws Exception {
        ranked(Samples.stats(SOL, Duration.ofMinutes(5), Samples.TS, 1).build());
        ranked(Samples.stats(PEPE, Duration.ofMinutes(5), Samples.TS, 2).build());

        assertThat(assets("?window=5m")).containsExactly(SOL, PEPE);
        assertThat(assets("?window=5m&limit=1")).containsExactly(SOL);
        JsonNode none = TestServer.json(server.get(TRENDING + "?window=24h"));
        assertThat(none.get("items")).isEmpty();
        assertThat(none.get("windowEnd").isNull()).isTrue();
        assertThat(none.get("age_ms").isNull()).isTrue();
    }

    @Test
    void aCopyThatIsBehindDoesNotCountTwice() throws Exception {
        ranked(Samples.stats(SOL, HOUR, Samples.TS, 1).build());
        ranked(Samples.stats(SOL, HOUR, Samples.TS, 3).setRevision(2).build());

        JsonNode items = TestServer.json(server.get(TRENDING)).get("items");

        assertThat(items).hasSize(1);
        assertThat(items.get(0).get("trendRank").asInt()).isEqualTo(3);
    }

    @Test
    void instancesThatFailedAreNamed() throws Exception {
        view.other("gone:8080");
        ranked(Samples.stats(SOL, HOUR, Samples.TS, 1).build());

        JsonNode answer = TestServer.json(server.get(TRENDING));

        assertThat(answer.get("items")).hasSize(1);
        assertThat(answer.get("failed").toString()).isEqualTo("[\"gone:8080\"]");
        view.restoring(StatsKeys.rankedOf(HOUR.toMillis()));
        assertThat(server.get(TRENDING).statusCode()).isEqualTo(503);
    }

    @Test
    void aBadRequestNamesEveryParameter() throws Exception {
        HttpResponse<String> response = server.get(TRENDING + "?window=2h&limit=101");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestServer.json(response).get("errors").findValuesAsText("pointer"))
                .containsExactly("/query/window", "/query/limit");
    }

    @Test
    void tellsTheLatestOfEachWindowByAssetSlugOrSymbol() throws Exception {
        latest(Samples.stats(PEPE, HOUR, Samples.TS, null).setStance(0.25).build());
        latest(Samples.stats(PEPE, Duration.ofMinutes(1), Samples.TS - 60_000, 4)
                .build());

        String byAsset = server.get("/api/v1/tokens/Ethereum:0x6982508145454Ce325dDbE47a25d4ec3d2311933/stats")
                .body();

        JsonNode answer = TestServer.json(server.get("/api/v1/tokens/pepe/stats"));
        assertThat(byAsset).isEqualTo(answer.toString());
        assertThat(server.get("/api/v1/tokens/Pepe/stats").body()).isEqualTo(byAsset);
        assertThat(answer.get("asset").asText()).isEqualTo(PEPE);
        assertThat(answer.get("token").asText()).isEqualTo("pepe");
        assertThat(answer.get("windows").get("1h").get("stance").asDouble()).isEqualTo(0.25);
        assertThat(answer.get("windows").get("1h").get("age_ms").asLong()).isEqualTo(1_500);
        assertThat(answer.get("windows").get("1h").get("velocity").isNull()).isTrue();
        assertThat(answer.get("windows").get("1m").get("age_ms").asLong()).isEqualTo(61_500);
        assertThat(answer.get("windows").get("5m").isNull()).isTrue();
        assertThat(answer.get("windows").get("24h").isNull()).isTrue();
        assertThat(answer.has("copy")).isFalse();
    }

    @Test
    void aStandbySaysThatItIsOne() throws Exception {
        String key = StatsKeys.latest(SOL, HOUR.toMillis());
        byte[] value = Samples.bytes(Samples.stats(SOL, HOUR, Samples.TS, 1).build());
        view.at(key, "gone:8080").copy(key, value, Samples.TS, 700L);

        JsonNode answer = TestServer.json(server.get("/api/v1/tokens/" + SOL + "/stats"));

        assertThat(answer.get("windows").get("1h").get("trendRank").asInt()).isEqualTo(1);
        assertThat(answer.get("copy").toString()).isEqualTo("{\"age_ms\":700}");
    }

    @Test
    void aKnownTokenWithoutStatsHasNone() throws Exception {
        JsonNode answer = TestServer.json(server.get("/api/v1/tokens/PEPE/stats"));

        assertThat(answer.get("windows").toString()).isEqualTo("{\"1m\":null,\"5m\":null,\"1h\":null,\"24h\":null}");
    }

    @Test
    void anUnknownTokenHasItsOwnCode() throws Exception {
        for (String unknown : List.of("nothing", "solana:nothing", "%20", "x".repeat(300))) {
            HttpResponse<String> response = server.get("/api/v1/tokens/" + unknown + "/stats");
            assertThat(response.statusCode()).as(unknown).isEqualTo(404);
            assertThat(TestServer.json(response).get("code").asText()).isEqualTo("no-such-token");
        }
    }

    private List<String> assets(String query) throws Exception {
        return TestServer.json(server.get(TRENDING + query)).get("items").findValuesAsText("asset");
    }

    private void ranked(TokenStats stats) {
        view.put(
                ViewTable.TRENDING,
                StatsKeys.ranked(stats.getWindowMillis(), stats.getWindowEnd(), stats.getTrendRank(), stats.getAsset()),
                Samples.bytes(stats),
                stats.getWindowEnd());
    }

    private void latest(TokenStats stats) {
        view.put(
                ViewTable.TOKEN_STATS,
                StatsKeys.latest(stats.getAsset(), stats.getWindowMillis()),
                Samples.bytes(stats),
                stats.getWindowEnd());
    }
}
