package io.tokentape.serving.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tokentape.schemas.avro.TokenRef;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.serving.Samples;
import io.tokentape.serving.http.TestServer;
import io.tokentape.serving.query.FakeView;
import io.tokentape.serving.query.ViewTable;
import io.tokentape.topology.mention.TokenEntry;
import io.tokentape.topology.mention.TokenRegistry;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenRoutesTest {
    private static final String INFO = "/api/v1/intelligence/token/info";
    private static final String ENTITIES = "/api/v1/intelligence/entities";
    private static final String PEPE = "ethereum:0x6982508145454ce325ddbe47a25d4ec3d2311933";

    private final FakeView view = new FakeView();
    private final TokenRegistry registry = TokenRegistry.of(
            List.of(new TokenEntry("pepe", null, "PEPE", "Pepe", List.of(), List.of(PEPE), null, 30, null, false)));
    private final TestServer server = TestServer.of(new TokenRoutes(
            new TokenReader(
                    view,
                    registry,
                    Samples.STATE_TOPIC,
                    Samples.SERDES.of(TokenState.class).deserializer(),
                    Clock.fixed(Instant.ofEpochMilli(Samples.TS + 1_500), ZoneOffset.UTC)),
            view,
            Samples.decoder()));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void tellsStateNamesAndAge() throws Exception {
        state(PEPE, 0.00001);

        HttpResponse<String> response =
                server.get(INFO + "?network=Ethereum&address=0x6982508145454Ce325dDbE47a25d4ec3d2311933");

        assertThat(response.body())
                .isEqualTo("{\"asset\":\"" + PEPE + "\",\"network\":\"ethereum\","
                        + "\"address\":\"0x6982508145454ce325ddbe47a25d4ec3d2311933\",\"token\":\"pepe\","
                        + "\"symbol\":\"PEPE\",\"name\":\"Pepe\",\"rank\":30,"
                        + "\"state\":{\"provider\":\"test\",\"observedAt\":\"2025-07-20T00:00:00Z\",\"priceUsd\":1.0E-5},"
                        + "\"source\":\"test\",\"as_of\":\"2025-07-20T00:00:00Z\",\"staleness_ms\":1500}");
    }

    @Test
    void aNativeCoinHasNoAddress() throws Exception {
        state("bitcoin:native", 100.0);

        JsonNode answer = TestServer.json(server.get(INFO + "?network=bitcoin&address=NATIVE"));

        assertThat(answer.get("asset").asText()).isEqualTo("bitcoin:native");
        assertThat(answer.get("name").isNull()).isTrue();
        assertThat(answer.get("state").get("priceUsd").asDouble()).isEqualTo(100.0);
    }

    @Test
    void aTokenWithoutAStateSaysSo() throws Exception {
        JsonNode answer = TestServer.json(
                server.get(INFO + "?network=ethereum&address=0x6982508145454ce325ddbe47a25d4ec3d2311933"));

        assertThat(answer.get("symbol").asText()).isEqualTo("PEPE");
        assertThat(answer.get("state").isNull()).isTrue();
        assertThat(answer.get("as_of").isNull()).isTrue();
        assertThat(answer.get("staleness_ms").isNull()).isTrue();
    }

    @Test
    void namesLearnedAtRunTimeAreUsed() throws Exception {
        TokenNames names = new TokenNames(
                registry,
                "tokentape.ref.tokens",
                Samples.SERDES.of(TokenRef.class).deserializer());
        names.put(new byte[] {0, 0, 0, 0, 99, 1});
        names.put(Samples.bytes(TokenRef.newBuilder()
                .setId("new-coin")
                .setSymbol("NEW")
                .setName("New Coin")
                .setAssets(List.of("solana:NewCoin1111"))
                .build()));

        assertThat(TestServer.json(server.get(INFO + "?network=solana&address=NewCoin1111"))
                        .get("name")
                        .asText())
                .isEqualTo("New Coin");
    }

    @Test
    void anUnknownTokenHasItsOwnCode() throws Exception {
        HttpResponse<String> response = server.get(INFO + "?network=solana&address=nothing");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(TestServer.json(response).get("code").asText()).isEqualTo("no-such-token");
    }

    @Test
    void aBadRequestNamesEveryParameter() throws Exception {
        HttpResponse<String> response = server.get(INFO + "?address=a%20b");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestServer.json(response).get("errors").findValuesAsText("pointer"))
                .containsExactly("/query/network", "/query/address");
    }

    @Test
    void entitiesFailOneByOne() throws Exception {
        state(PEPE, 2.0);
        post(1, PEPE, "base:0xunknown");
        post(2);
        view.restoring(Samples.id(4));

        JsonNode items = TestServer.json(server.get(ENTITIES + "?ids="
                        + String.join(",", Samples.id(1), Samples.id(2), Samples.id(3), Samples.id(4), "x")))
                .get("items");

        assertThat(items.findValuesAsText("id"))
                .containsExactly(Samples.id(1), Samples.id(2), Samples.id(3), Samples.id(4), "x");
        assertThat(items.get(0).get("assets").findValuesAsText("asset")).containsExactly(PEPE, "base:0xunknown");
        assertThat(items.get(0).get("assets").get(0).get("staleness_ms").asLong())
                .isEqualTo(1_500);
        assertThat(items.get(0).get("assets").get(1).get("state").isNull()).isTrue();
        assertThat(items.get(1).get("assets")).isEmpty();
        assertThat(items.get(2).get("error").get("code").asText()).isEqualTo("no-such-intelligence");
        assertThat(items.get(3).get("error").get("status").asInt()).isEqualTo(503);
        assertThat(items.get(4).get("error").get("status").asInt()).isEqualTo(404);
    }

    @Test
    void aHundredIdsAreTheMost() throws Exception {
        assertThat(server.get(ENTITIES + "?ids=" + ids(100)).statusCode()).isEqualTo(200);
        assertThat(server.get(ENTITIES + "?ids=" + ids(101)).statusCode()).isEqualTo(400);
        assertThat(server.get(ENTITIES).statusCode()).isEqualTo(400);
        assertThat(server.get(ENTITIES + "?ids=,,").statusCode()).isEqualTo(400);
    }

    private static String ids(int count) {
        return IntStream.range(0, count).mapToObj(Samples::id).collect(Collectors.joining(","));
    }

    private void state(String asset, double price) {
        view.put(ViewTable.TOKEN_STATE, asset, Samples.bytes(Samples.state(asset, price)), Samples.TS);
    }

    private void post(int number, String... assets) {
        view.put(ViewTable.INTELLIGENCE, Samples.id(number), Samples.bytes(Samples.about(number, assets)), Samples.TS);
    }
}
