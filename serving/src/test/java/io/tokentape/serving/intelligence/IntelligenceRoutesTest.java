package io.tokentape.serving.intelligence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tokentape.schemas.avro.EventType;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.Value;
import io.tokentape.serving.Samples;
import io.tokentape.serving.http.Problem;
import io.tokentape.serving.http.TestServer;
import io.tokentape.serving.intelligence.IntelligenceRoutes.Sizes;
import io.tokentape.serving.list.Cursor;
import io.tokentape.serving.list.Position;
import io.tokentape.serving.query.FakeView;
import io.tokentape.serving.query.ViewTable;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntelligenceRoutesTest {
    private static final String LIST = "/api/v1/intelligence/";

    private final FakeList list = new FakeList();
    private final FakeView view = new FakeView();
    private final TestServer server =
            TestServer.of(new IntelligenceRoutes(list, view, Samples.decoder(), new Sizes(1, 20, 1, 100)));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void listsNewestFirstWithTiesById() throws Exception {
        list.add(post(1), 1_000).add(post(3), 2_000).add(post(2), 2_000);

        JsonNode answer = TestServer.json(server.get(LIST));

        assertThat(ids(answer)).containsExactly(Samples.id(3), Samples.id(2), Samples.id(1));
        assertThat(answer.get("page").asInt()).isEqualTo(1);
        assertThat(answer.get("size").asInt()).isEqualTo(20);
        assertThat(answer.get("total").asInt()).isEqualTo(3);
    }

    @Test
    void thePathNeedsNoSlashAtItsEnd() throws Exception {
        list.add(post(1), 1_000);

        assertThat(server.get("/api/v1/intelligence").body())
                .isEqualTo(server.get(LIST).body());
    }

    @Test
    void pagesFollowOneAnother() throws Exception {
        for (int i = 0; i < 45; i++) {
            list.add(post(i), i);
        }

        List<String> seen = new ArrayList<>();
        for (int page = 1; page <= 4; page++) {
            seen.addAll(ids(TestServer.json(server.get(LIST + "?page=" + page + "&size=15"))));
        }

        assertThat(seen).hasSize(45).doesNotHaveDuplicates().startsWith(Samples.id(44));
    }

    @Test
    void filtersByValueTypeAndSubtype() throws Exception {
        list.add(
                        Samples.intelligence(1)
                                .setType(PostSource.NEWS)
                                .setSubtype(EventType.HACK)
                                .setValue(new Value(1.0, false, List.of()))
                                .build(),
                        1)
                .add(Samples.intelligence(2).setType(PostSource.NEWS).build(), 2)
                .add(post(3), 3);

        assertThat(ids(TestServer.json(server.get(LIST + "?is_valuable=false"))))
                .containsExactly(Samples.id(1));
        assertThat(ids(TestServer.json(server.get(LIST + "?type=news")))).containsExactly(Samples.id(2), Samples.id(1));
        assertThat(ids(TestServer.json(server.get(LIST + "?type=news&subtype=LISTING&is_valuable=True"))))
                .containsExactly(Samples.id(2));
        assertThat(ids(TestServer.json(server.get(LIST + "?subtype=price_move"))))
                .isEmpty();
    }

    @Test
    void cursorsMissAndRepeatNothingWhileItemsComeIn() throws Exception {
        for (int i = 0; i < 30; i++) {
            list.add(post(i), Samples.TS + i / 3);
        }
        List<String> seen = new ArrayList<>();
        String path = LIST + "?limit=7";
        for (int page = 0; path != null; page++) {
            JsonNode answer = TestServer.json(server.get(path));
            seen.addAll(ids(answer));
            assertThat(answer.has("total")).isFalse();
            path = answer.get("next").isNull()
                    ? null
                    : LIST + "?limit=7&cursor=" + answer.get("next").asText();
            list.add(post(100 + page), Samples.TS + 1_000 + page);
        }

        assertThat(seen)
                .hasSize(30)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo((a, b) -> b.compareTo(a))
                .allMatch(id -> id.compareTo(Samples.id(30)) < 0);
    }

    @Test
    void aBadRequestNamesEveryParameter() throws Exception {
        HttpResponse<String> response =
                server.get(LIST + "?is_valuable=maybe&type=fax&subtype=unknown&page=0&size=101");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(TestServer.json(response).get("errors").findValuesAsText("pointer"))
                .containsExactly("/query/is_valuable", "/query/type", "/query/subtype", "/query/page", "/query/size");
    }

    @Test
    void aCursorOfSomeoneElseIsRefused() throws Exception {
        assertThat(server.get(LIST + "?cursor=abc").statusCode()).isEqualTo(400);
        assertThat(server.get(LIST + "?cursor=" + "A".repeat(500)).statusCode()).isEqualTo(400);
    }

    /** Postgres has no such times and would fail. */
    @Test
    void aCursorWithATimeThatNoRecordHasIsRefused() throws Exception {
        for (long timestamp : new long[] {-999_999_999_999_999L, -1, 0, 1_230_940_799_999L, 999_999_999_999_999L}) {
            String cursor = Cursor.format(new Position(timestamp, Samples.id(1)));
            assertThat(server.get(LIST + "?cursor=" + cursor).statusCode())
                    .as("%d", timestamp)
                    .isEqualTo(400);
        }
        String cursor = Cursor.format(new Position(1_230_940_800_000L, Samples.id(1)));
        assertThat(server.get(LIST + "?cursor=" + cursor).statusCode()).isEqualTo(200);
    }

    @Test
    void aRowThatCannotBeDecodedCostsNoPage() throws Exception {
        list.add(post(1), 1).addUndecodable(post(2), 2);

        JsonNode items = TestServer.json(server.get(LIST)).get("items");

        assertThat(items).hasSize(2);
        assertThat(items.get(0).get("error").asText()).isEqualTo("record-undecodable");
        assertThat(items.get(0).get("id").asText()).isEqualTo(Samples.id(2));
    }

    @Test
    void anItemHasAnEtagThatSaves() throws Exception {
        stored(5);

        HttpResponse<String> first = server.get(LIST + Samples.id(5));
        String etag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> second = server.get(LIST + Samples.id(5), "If-None-Match", "\"x\", W/" + etag);
        HttpResponse<String> other = server.get(LIST + Samples.id(5), "If-None-Match", "\"x\"");

        assertThat(TestServer.json(first).get("id").asText()).isEqualTo(Samples.id(5));
        assertThat(TestServer.json(first).get("ts").asText()).isEqualTo("2025-07-20T00:00:00Z");
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @Test
    void anUnknownItemHasItsOwnCode() throws Exception {
        for (String id : List.of(Samples.id(9), "not-an-id", "%00", "a".repeat(3_000))) {
            HttpResponse<String> response = server.get(LIST + id);
            assertThat(response.statusCode()).as(id).isIn(404, 400);
        }
        assertThat(TestServer.json(server.get(LIST + Samples.id(9))).get("code").asText())
                .isEqualTo("no-such-intelligence");
    }

    @Test
    void anItemThatIsBeingRestoredIsAskedForAgain() throws Exception {
        view.restoring(Samples.id(5));

        HttpResponse<String> response = server.get(LIST + Samples.id(5));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(TestServer.json(response).get("code").asText()).isEqualTo("view-restoring");
    }

    @Test
    void listsAreAwayWithPostgres() throws Exception {
        IntelligenceList away = new IntelligenceList() {
            @Override
            public Page page(Filter filter, long skip, int size) {
                throw Problem.unavailable("lists-unavailable", "away", 5).asException();
            }

            @Override
            public List<Row> after(Filter filter, Optional<Position> position, int limit) {
                throw Problem.unavailable("lists-unavailable", "away", 5).asException();
            }
        };
        try (TestServer other =
                TestServer.of(new IntelligenceRoutes(away, view, Samples.decoder(), new Sizes(1, 20, 1, 100)))) {
            assertThat(other.get(LIST).statusCode()).isEqualTo(503);
            assertThat(other.get(LIST + "?limit=3").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void noQueryWhateverIsAFaultOfOurs() throws Exception {
        list.add(post(1), 1);
        stored(1);
        Random random = new Random(42);
        String[] names = {"is_valuable", "type", "subtype", "page", "size", "cursor", "limit", "x", "", "%", "ids"};
        String[] values = {
            "", "1", "true", "tweet", "-1", "99999999999", "listing", "%zz", "%00", "0x1", "1e9", "'", "é"
        };
        for (int i = 0; i < 1_000; i++) {
            StringBuilder query = new StringBuilder();
            int parameters = random.nextInt(5);
            for (int j = 0; j < parameters; j++) {
                String value = random.nextInt(3) == 0
                        ? URLEncoder.encode(noise(random), StandardCharsets.UTF_8)
                        : values[random.nextInt(values.length)];
                // java.net.URI refuses a lone percent sign; the server is shown one in HttpServerTest.
                query.append(j == 0 ? '?' : '&')
                        .append(names[random.nextInt(names.length)].replace("%", "%25"))
                        .append(random.nextInt(10) == 0 ? "" : "=")
                        .append(value.replace("%zz", "%2525zz").replace("é", "%e9"));
            }
            String path = random.nextInt(4) == 0 ? LIST + Samples.id(1) : LIST;
            HttpResponse<String> response = server.get(path + query);
            assertThat(response.statusCode()).as(path + query).isIn(200, 400);
        }
    }

    private static String noise(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(40);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(random.nextInt(2) == 0 ? random.nextInt(128) : random.nextInt(0xd800));
        }
        return text.toString();
    }

    private static Intelligence post(int number) {
        return Samples.intelligence(number).build();
    }

    private void stored(int number) {
        view.put(ViewTable.INTELLIGENCE, Samples.id(number), Samples.bytes(post(number)), Samples.TS);
    }

    private static List<String> ids(JsonNode answer) {
        return answer.get("items").findValuesAsText("id");
    }
}
