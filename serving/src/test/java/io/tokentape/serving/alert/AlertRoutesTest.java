package io.tokentape.serving.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.AlertKind;
import io.tokentape.schemas.avro.AlertTerm;
import io.tokentape.schemas.avro.Evidence;
import io.tokentape.schemas.avro.LaunchStage;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.TextPart;
import io.tokentape.serving.Samples;
import io.tokentape.serving.http.TestServer;
import io.tokentape.serving.list.Position;
import io.tokentape.serving.query.RecordDecoder;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AlertRoutesTest {
    private static final String PATH = "/api/v1/alerts";

    private final Alerts list = new Alerts();
    private final TestServer server = TestServer.of(new AlertRoutes(
            list,
            new RecordDecoder<>(
                    "tokentape.alerts", Samples.SERDES.of(Alert.class).deserializer()),
            20,
            100));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void tellsEverythingOfAnAlert() throws Exception {
        list.add(Samples.alert(7)
                .setKind(AlertKind.TGE)
                .setFromStage(LaunchStage.RUMOUR)
                .setStage(LaunchStage.ANNOUNCED)
                .setTSource(Samples.TS - 5_000)
                .setTerms(List.of(new AlertTerm("sources", 2.0, 1.0, 0.5)))
                .setEvidence(List.of(new Evidence(
                        Samples.id(1), PostSource.NEWS, "news:x", Samples.TS - 1_000, TextPart.TEXT, 0, 4, "soon")))
                .build());

        assertThat(server.get(PATH).body())
                .isEqualTo("{\"items\":[{\"ts\":\"2025-07-20T00:00:00Z\",\"id\":\"" + Samples.id(7)
                        + "\",\"caseId\":\"c7\",\"step\":1,\"kind\":\"tge\",\"subjectKind\":\"asset\","
                        + "\"subject\":\"solana:native\",\"asset\":\"solana:native\",\"token\":null,\"symbol\":null,"
                        + "\"company\":null,\"priority\":\"unknown\",\"venue\":null,\"fromStage\":\"rumour\","
                        + "\"stage\":\"announced\",\"dueAt\":null,\"title\":\"title 7\",\"content\":null,"
                        + "\"confidence\":0.5,\"band\":\"medium\",\"terms\":[{\"name\":\"sources\",\"value\":2.0,"
                        + "\"threshold\":1.0,\"contribution\":0.5}],\"evidence\":[{\"intelligenceId\":\""
                        + Samples.id(1) + "\",\"source\":\"news\",\"account\":\"news:x\","
                        + "\"learnedAt\":\"2025-07-19T23:59:59Z\",\"part\":\"text\",\"start\":0,\"end\":4,"
                        + "\"text\":\"soon\"}],\"evidenceOmitted\":0,\"retracted\":false,\"rule\":null,"
                        + "\"manualId\":null,\"enteredBy\":null,\"tSource\":\"2025-07-19T23:59:55Z\","
                        + "\"tLearned\":\"2025-07-19T23:59:59Z\",\"tDecided\":\"2025-07-20T00:00:00Z\","
                        + "\"lineage\":{\"topic\":\"tokentape.intelligence\",\"partition\":1,\"offset\":42,"
                        + "\"topologyVersion\":\"0.1.0\",\"modelVersion\":\"rules-1\"}}],\"next\":null}");
    }

    @Test
    void filtersByConfidenceKindAndSubject() throws Exception {
        list.add(Samples.alert(1).setConfidence(0.7).build());
        list.add(Samples.alert(2).setConfidence(0.69).build());
        list.add(Samples.alert(3).setConfidence(1.0).setKind(AlertKind.HACK).build());
        String pepe = "ethereum:0x6982508145454ce325ddbe47a25d4ec3d2311933";
        list.add(Samples.alert(4).setConfidence(0.1).setSubject(pepe).build());

        assertThat(ids("?min_confidence=0.7")).containsExactly(Samples.id(3), Samples.id(1));
        assertThat(ids("?min_confidence=1")).containsExactly(Samples.id(3));
        assertThat(ids("?kind=Hack")).containsExactly(Samples.id(3));
        assertThat(ids("?subject=Ethereum:0x6982508145454Ce325dDbE47a25d4ec3d2311933"))
                .containsExactly(Samples.id(4));
        assertThat(ids("?kind=listing&min_confidence=0&subject=solana:native"))
                .containsExactly(Samples.id(2), Samples.id(1));
    }

    @Test
    void cursorsGoThroughAllOfThemOnce() throws Exception {
        for (int i = 0; i < 10; i++) {
            list.add(Samples.alert(i).setTDecided(Samples.TS + i / 3).build());
        }
        List<String> seen = new ArrayList<>();
        String query = "?limit=3";
        while (query != null) {
            JsonNode page = TestServer.json(server.get(PATH + query));
            page.get("items").forEach(item -> seen.add(item.get("id").asText()));
            query = page.get("next").isNull()
                    ? null
                    : "?limit=3&cursor=" + page.get("next").asText();
        }

        assertThat(seen).hasSize(10).doesNotHaveDuplicates().isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void aBadRequestNamesEveryParameter() throws Exception {
        HttpResponse<String> response =
                server.get(PATH + "?min_confidence=70&kind=unknown&cursor=x&limit=101&subject=a%00");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestServer.json(response).get("errors").findValuesAsText("pointer"))
                .containsExactly(
                        "/query/min_confidence", "/query/kind", "/query/subject", "/query/cursor", "/query/limit");
        for (String wrong : List.of("-0.1", "1.1", "NaN", "1e-3", "0,7")) {
            assertThat(server.get(PATH + "?min_confidence=" + wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void anAlertThatCannotBeReadCostsNoPage() throws Exception {
        list.add(Samples.alert(1).build());
        list.addUndecodable(Samples.alert(2).build());

        JsonNode items = TestServer.json(server.get(PATH)).get("items");

        assertThat(items.get(0).toString())
                .isEqualTo("{\"ts\":\"2025-07-20T00:00:00Z\",\"id\":\"" + Samples.id(2)
                        + "\",\"kind\":\"listing\",\"subject\":\"solana:native\",\"confidence\":0.5,"
                        + "\"error\":\"record-undecodable\"}");
        assertThat(items.get(1).get("id").asText()).isEqualTo(Samples.id(1));
    }

    @Test
    void thePathOfTheSystemBeforeKeepsWorking() throws Exception {
        list.add(Samples.alert(1).setConfidence(0.7).build());

        assertThat(server.get("/alerts?min_confidence=0.7&limit=10").body())
                .isEqualTo(server.get(PATH + "?min_confidence=0.7&limit=10").body());
    }

    private List<String> ids(String query) throws Exception {
        return TestServer.json(server.get(PATH + query)).get("items").findValuesAsText("id");
    }

    /** From memory, in the order that the interface promises. */
    private static final class Alerts implements AlertList {
        private final List<Row> rows = new ArrayList<>();

        void add(Alert alert) {
            add(alert, Samples.bytes(alert));
        }

        void addUndecodable(Alert alert) {
            add(alert, new byte[] {0, 0, 0, 99, 99, 1});
        }

        private void add(Alert alert, byte[] record) {
            rows.add(new Row(
                    alert.getId(),
                    alert.getTDecided(),
                    alert.getKind().name().toLowerCase(Locale.ROOT),
                    alert.getConfidence(),
                    alert.getSubject(),
                    record));
        }

        @Override
        public List<Row> after(Filter filter, Optional<Position> position, int limit) {
            return rows.stream()
                    .filter(row -> (filter.minConfidence() == null || row.confidence() >= filter.minConfidence())
                            && (filter.kind() == null
                                    || row.kind().equalsIgnoreCase(filter.kind().name()))
                            && (filter.subject() == null || row.subject().equals(filter.subject())))
                    .filter(row -> position.isEmpty()
                            || row.timestamp() < position.get().timestamp()
                            || row.timestamp() == position.get().timestamp()
                                    && row.id().compareTo(position.get().id()) < 0)
                    .sorted(Comparator.comparing(Row::timestamp)
                            .thenComparing(Row::id)
                            .reversed())
                    .limit(limit)
                    .toList();
        }
    }
}
