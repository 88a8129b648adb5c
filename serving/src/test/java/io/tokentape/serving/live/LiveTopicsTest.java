package io.tokentape.serving.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.AlertKind;
import io.tokentape.schemas.avro.ConfidenceBand;
import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.serving.Samples;
import io.tokentape.serving.query.RecordDecoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Alerts and statistics, live. */
class LiveTopicsTest {
    private static final String PEPE = "ethereum:0x6982508145454ce325ddbe47a25d4ec3d2311933";
    private static final LiveAlerts ALERTS = new LiveAlerts(
            "tokentape.alerts",
            new RecordDecoder<>(
                    "tokentape.alerts", Samples.SERDES.of(Alert.class).deserializer()));
    private static final LiveTokenStats STATS = new LiveTokenStats(
            "tokentape.token-stats",
            new RecordDecoder<>(
                    "tokentape.token-stats", Samples.SERDES.of(TokenStats.class).deserializer()));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final LiveHub<Alert> alerts = hub(ALERTS);
    private final LiveHub<TokenStats> stats = hub(STATS);
    private long offset;

    @Test
    void anAlertTellsWhenItWasDecidedAndWhenItWasSent() {
        FakeOutlet outlet = listen(alerts, "{}");

        publish(Samples.alert(1).build());

        JsonNode message = outlet.frames("message").get(0);
        assertThat(message.get("id").asText()).isEqualTo(Samples.id(1));
        assertThat(message.get("source").asText()).isEqualTo("/tokentape.alerts");
        assertThat(message.get("time").asText()).isEqualTo("2025-07-20T00:00:00Z");
        assertThat(message.get("sentAt").asText()).isEqualTo("2025-07-20T00:00:00.250Z");
        assertThat(message.get("data").get("tDecided").asText()).isEqualTo("2025-07-20T00:00:00Z");
        assertThat(message.get("data").get("title").asText()).isEqualTo("title 1");
        assertThat(message.get("data").has("sentAt")).isFalse();
    }

    @Test
    void latenessIsMeasuredForWhatIsLiveOnly() {
        publish(Samples.alert(1).build());
        FakeOutlet outlet = listen(alerts, "{\"recent\":5}");
        publish(Samples.alert(2).build());

        Timer lateness =
                meters.get("serving.live.lateness").tag("feed", ALERTS.name()).timer();
        assertThat(outlet.ids()).containsExactly(Samples.id(1), Samples.id(2));
        assertThat(lateness.count()).isEqualTo(1);
        assertThat(lateness.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(250);
    }

    @Test
    void alertsAreFilteredByKindSubjectBandAndConfidence() {
        FakeOutlet all = listen(alerts, "{}");
        FakeOutlet kinds = listen(alerts, "{\"kind\":[\"Hack\",\"tge\"]}");
        FakeOutlet subjects = listen(alerts, "{\"subject\":[\"SOON\",\"Ethereum:" + PEPE.substring(9) + "\"]}");
        FakeOutlet bands = listen(alerts, "{\"band\":\"high\"}");
        FakeOutlet confident = listen(alerts, "{\"min_confidence\":0.5}");

        publish(Samples.alert(1)
                .setKind(AlertKind.HACK)
                .setBand(ConfidenceBand.HIGH)
                .setConfidence(0.9)
                .build());
        publish(Samples.alert(2).setSubject(PEPE).setConfidence(0.5).build());
        publish(Samples.alert(3)
                .setSubject("SOON")
                .setKind(AlertKind.TGE)
                .setBand(ConfidenceBand.LOW)
                .setConfidence(0.1)
                .build());
        publish(Samples.alert(4).setConfidence(0.1).setRetracted(true).build());

        assertThat(all.ids()).containsExactly(Samples.id(1), Samples.id(2), Samples.id(3), Samples.id(4));
        assertThat(kinds.ids()).containsExactly(Samples.id(1), Samples.id(3));
        assertThat(subjects.ids()).containsExactly(Samples.id(2), Samples.id(3));
        assertThat(bands.ids()).containsExactly(Samples.id(1));
        assertThat(confident.ids()).containsExactly(Samples.id(1), Samples.id(2), Samples.id(4));
    }

    @Test
    void whatAFilterOfAlertsCannotBeIsAnErrorFrame() {
        for (String data : List.of(
                "{\"kind\":\"nonsense\"}",
                "{\"band\":7}",
                "{\"min_confidence\":\"0.5\"}",
                "{\"min_confidence\":1.5}",
                "{\"min_confidence\":-1}",
                "{\"subject\":{}}")) {
            FakeOutlet outlet = listen(alerts, data);

            assertThat(outlet.frames()).as(data).hasSize(1);
            assertThat(outlet.frames("error").get(0).get("code").asText()).isEqualTo("bad-init");
        }
        assertThat(listen(stats, "{\"window\":\"2h\"}")
                        .frames("error")
                        .get(0)
                        .get("detail")
                        .asText())
                .isEqualTo("data.window must be one of 1m, 5m, 1h, 24h");
    }

    @Test
    void statisticsAreFilteredByAssetAndWindow() {
        FakeOutlet hours = listen(stats, "{\"window\":[\"1h\",\"24h\"]}");
        FakeOutlet pepe = listen(stats, "{\"asset\":\"" + PEPE + "\",\"window\":\"1m\"}");

        publish(Samples.stats(PEPE, Duration.ofHours(1), Samples.TS, 1).build());
        publish(Samples.stats(PEPE, Duration.ofMinutes(1), Samples.TS, null).build());
        publish(Samples.stats("solana:native", Duration.ofMinutes(1), Samples.TS, null)
                .build());

        assertThat(ids(hours)).containsExactly(PEPE + "|3600000|" + Samples.TS + "|1");
        assertThat(ids(pepe)).containsExactly(PEPE + "|60000|" + Samples.TS + "|1");
        assertThat(pepe.frames("message").get(0).get("data").get("windowEnd").asText())
                .isEqualTo("2025-07-20T00:00:00Z");
    }

    private static List<String> ids(FakeOutlet outlet) {
        return outlet.frames("message").stream()
                .map(frame -> frame.get("id").asText())
                .toList();
    }

    private <T> LiveHub<T> hub(LiveTopic<T> topic) {
        return new LiveHub<>(
                topic,
                topic.name(),
                Duration.ofSeconds(60),
                100,
                20,
                Clock.fixed(Instant.ofEpochMilli(Samples.TS + 250), ZoneOffset.UTC),
                meters);
    }

    /** @param data of the first frame */
    private static <T> FakeOutlet listen(LiveHub<T> hub, String data) {
        FakeOutlet outlet = new FakeOutlet();
        hub.connect(outlet).orElseThrow().receive("{\"type\":\"init\",\"data\":" + data + "}");
        return outlet;
    }

    private void publish(Alert alert) {
        alerts.publish(new LiveEvent<>(ALERTS, 0, offset++, Samples.TS, Samples.bytes(alert)));
    }

    private void publish(TokenStats one) {
        stats.publish(new LiveEvent<>(STATS, 0, offset++, Samples.TS, Samples.bytes(one)));
    }
}
