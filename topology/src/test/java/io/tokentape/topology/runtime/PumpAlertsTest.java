package io.tokentape.topology.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.AlertKind;
import io.tokentape.schemas.avro.Event;
import io.tokentape.schemas.avro.EventType;
import io.tokentape.schemas.avro.Evidence;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.JoinedAsset;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.Mention;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.Pump;
import io.tokentape.schemas.avro.Sentiment;
import io.tokentape.schemas.avro.SentimentLabel;
import io.tokentape.schemas.avro.SubjectKind;
import io.tokentape.schemas.avro.TextPart;
import io.tokentape.schemas.avro.Value;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pumps through the whole topology of alerts. */
class PumpAlertsTest {
    private static final Instant AT = Instant.parse("2025-06-01T12:00:00Z");
    private static final String ASSET = "solana:QRX";
    private static final String TEXT = "Buy $QRX now, the coin to pump";

    @TempDir
    private Path stateDir;

    private record Said(Intelligence post, Instant at) {}

    @Test
    void threeChannelsWithinMinutesAreToldOnceWithThreePiecesOfEvidence() {
        List<Alert> ofAsset = run("calls", calls().subList(0, 4)).stream()
                .map(TestRecord::value)
                .filter(alert -> alert.getSubjectKind() == SubjectKind.ASSET)
                .toList();
        assertThat(ofAsset).hasSize(1);
        Alert told = ofAsset.get(0);
        assertThat(told.getKind()).isEqualTo(AlertKind.PUMP);
        assertThat(told.getSubject()).isEqualTo(ASSET);
        assertThat(told.getTDecided()).isEqualTo(AT.plusSeconds(60).toEpochMilli());
        assertThat(told.getEvidence())
                .extracting(Evidence::getAccount)
                .containsExactly("telegram:c0", "telegram:c1", "telegram:c2");
        assertThat(told.getEvidence()).extracting(Evidence::getText).containsOnly("$QRX");
    }

    @Test
    void aChannelThatNamesNoCoinIsTheSubject() {
        Intelligence countdown = post("p", "moon", "10 minutes left until the pump", "2025-06-01T12:10:00Z");
        countdown.setMentions(List.of());
        countdown.setAssets(List.of());
        List<TestRecord<String, Alert>> alerts = run("countdown", List.of(new Said(countdown, AT)));
        assertThat(alerts).extracting(TestRecord::key).containsExactly("telegram:moon");
        assertThat(alerts.get(0).value().getSubjectKind()).isEqualTo(SubjectKind.CHANNEL);
        assertThat(alerts.get(0).value().getDueAt()).isEqualTo("2025-06-01T12:10:00Z");
    }

    @Test
    void theSameTapeGivesTheSameBytesAndSoDoesOneShuffledWithinTheSettledTime() {
        List<TestRecord<String, Alert>> once = run("once", calls());
        assertThat(run("again", calls())).isEqualTo(once);
        for (int seed = 0; seed < 5; seed++) {
            List<Said> shuffled = new ArrayList<>(calls());
            // Pairs are 500 ms apart, so that nothing overtakes by more than the settled time.
            for (int from = 0; from + 2 <= shuffled.size(); from += 2) {
                Collections.shuffle(shuffled.subList(from, from + 2), new Random(seed * 100L + from));
            }
            List<TestRecord<String, Alert>> alerts = run("shuffled" + seed, shuffled);
            assertThat(withoutLineage(alerts)).isEqualTo(withoutLineage(once));
        }
    }

    /** Six channels in pairs: both of a pair within half a second, a minute between pairs. */
    private static List<Said> calls() {
        List<Said> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Instant at = AT.plusSeconds(60L * (i / 2)).plusMillis(i % 2 * 500L);
            calls.add(new Said(post("p" + i, "c" + i, TEXT, null), at));
        }
        return calls;
    }

    private List<TestRecord<String, Alert>> run(String name, List<Said> tape) {
        try (AlertsDriver driver = new AlertsDriver(stateDir.resolve(name))) {
            tape.forEach(said -> driver.post(said.post(), said.at()));
            driver.settle(AT.plusSeconds(600));
            return driver.alerts();
        }
    }

    private static List<TestRecord<String, Alert>> withoutLineage(List<TestRecord<String, Alert>> alerts) {
        alerts.forEach(alert -> alert.value().setLineage(new Lineage("", -1, -1L, "", "")));
        return alerts;
    }

    private static Intelligence post(String id, String channel, String text, String start) {
        int at = Math.max(0, text.indexOf("$QRX"));
        Mention mention = Mention.newBuilder()
                .setSurface("$QRX")
                .setPart(TextPart.TEXT)
                .setStart(at)
                .setEnd(at + 4)
                .setSymbol("QRX")
                .setToken("qrx")
                .setAsset(ASSET)
                .setProbability(0.9)
                .build();
        return Intelligence.newBuilder()
                .setId(id)
                .setType(PostSource.TELEGRAM)
                .setPostId(id)
                .setRevision(1)
                .setChannel(channel)
                .setText(text)
                .setMentions(List.of(mention))
                .setAssets(List.of(JoinedAsset.newBuilder().setAsset(ASSET).build()))
                .setSentiment(new Sentiment(SentimentLabel.NEUTRAL, 0.0, 0.5))
                .setEvent(new Event(EventType.OTHER, 0.5))
                .setValue(new Value(10.0, false, List.of()))
                .setPump(new Pump(0.9, start))
                .setLineage(new Lineage("raw", 0, 0L, "test", "model"))
                .build();
    }
}
