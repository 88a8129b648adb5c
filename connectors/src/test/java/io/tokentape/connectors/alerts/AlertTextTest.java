package io.tokentape.connectors.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.AlertKind;
import io.tokentape.schemas.avro.AlertTerm;
import io.tokentape.schemas.avro.Evidence;
import io.tokentape.schemas.avro.LaunchStage;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.TextPart;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlertTextTest {
    @Test
    void saysWhatAnAlertHolds() {
        Alert alert = TestAlerts.alert("a1")
                .setTerms(
                        List.of(new AlertTerm("mentions_z", 5.25, 3.0, 0.5), new AlertTerm("sources", null, null, 0.0)))
                .setEvidence(List.of(new Evidence(
                        "i1",
                        PostSource.TELEGRAM,
                        "telegram:calls",
                        TestAlerts.AT - 2000,
                        TextPart.TEXT,
                        0,
                        8,
                        "SOL\nmoons")))
                .setEvidenceOmitted(3)
                .setTSource(TestAlerts.AT - 4000)
                .build();

        assertThat(AlertText.of(alert))
                .isEqualTo(new AlertText(
                        "SOL is mentioned far more than usual (high, 82 %)",
                        List.of(
                                "What: surge",
                                "About: SOL, solana, solana:native",
                                "Because: mentions_z 5.25 against 3 (+0.50)",
                                "Because: sources unknown (+0.00)",
                                "Seen: \"SOL moons\" by telegram:calls, 2025-07-20T08:26:38Z",
                                "Seen: 3 more",
                                "Decided: 2025-07-20T08:26:40Z, learned 2025-07-20T08:26:39Z, said"
                                        + " 2025-07-20T08:26:36Z",
                                "Alert a1, step 1 of case case-of-a1")));
    }

    @Test
    void saysHowFarALaunchHasCome() {
        Alert alert = TestAlerts.alert("a2")
                .setKind(AlertKind.TGE)
                .setStep(3)
                .setFromStage(LaunchStage.ANNOUNCED)
                .setStage(LaunchStage.DATED)
                .setVenue("binance")
                .setDueAt("2025-08-01")
                .build();

        AlertText text = AlertText.of(alert);

        assertThat(text.headline()).startsWith("Update: SOL is mentioned");
        assertThat(text.lines()).contains("What: tge at binance", "Stage: announced -> dated", "Due: 2025-08-01");
    }

    @Test
    void aRetractionIsACorrection() {
        AlertText text = AlertText.of(
                TestAlerts.alert("a3").setStep(2).setRetracted(true).build());

        assertThat(text.headline()).startsWith("Correction: ");
        assertThat(text.lines()).first().asString().contains("no longer holds");
    }

    @Test
    void wordsOfPostsBeginNoLinesOfTheirOwn() {
        AlertText text = AlertText.of(TestAlerts.alert("a4")
                .setTitle("Buy\r\nBcc: everyone@example.com\u2028now")
                .setContent("one\ntwo")
                .build());

        assertThat(text.headline()).isEqualTo("Buy Bcc: everyone@example.com now (high, 82 %)");
        assertThat(text.lines()).contains("one two");
    }

    @Test
    void longListsAreCut() {
        AlertText text = AlertText.of(TestAlerts.alert("a5")
                .setTerms(IntStream.range(0, 9)
                        .mapToObj(i -> new AlertTerm("term" + i, 1e-7, null, 0.1))
                        .toList())
                .setEvidence(IntStream.range(0, 9)
                        .mapToObj(i -> Evidence.newBuilder()
                                .setIntelligenceId("i" + i)
                                .setLearnedAt(TestAlerts.AT)
                                .build())
                        .toList())
                .build());

        assertThat(text.lines())
                .filteredOn(line -> line.startsWith("Because: "))
                .hasSize(5)
                .first()
                .isEqualTo("Because: term0 0.0000001 (+0.10)");
        assertThat(text.lines())
                .filteredOn(line -> line.startsWith("Seen: "))
                .containsExactly(
                        "Seen: a post by someone, 2025-07-20T08:26:40Z",
                        "Seen: a post by someone, 2025-07-20T08:26:40Z",
                        "Seen: a post by someone, 2025-07-20T08:26:40Z",
                        "Seen: 6 more");
    }
}
