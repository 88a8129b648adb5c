package io.tokentape.topology.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.ReadPost;
import io.tokentape.topology.text.TimeExpressions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PumpDetectorTest {
    private static final Instant AT = Instant.parse("2026-03-01T16:30:05Z");

    private final PumpDetector detector = PumpDetector.shipped();
    private final TimeExpressions times = TimeExpressions.shipped();

    private Pump find(String text) {
        ReadPost post = ReadPost.of(
                new Post(Post.Source.TELEGRAM, "1", AT, null, null, "moon", null, text, null, Post.Metrics.NONE));
        return detector.find(post, times.find(post.text(), AT, "en"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30 minutes left until the pump! Exchange: Kucoin, pairing: USDT. Get ready. | 2026-03-01T17:00:05Z",
                "10 minutes. Log in to your account, the next post will be the coin to buy | 2026-03-01T16:40:05Z",
                "Next pump: today at 18:00 GMT on Kucoin. The coin will be announced here, be ready | 2026-03-01T18:00:00Z"
            })
    void readsAnnouncementsAndTheirStart(String text, String start) {
        Pump pump = find(text);
        assertThat(pump.isLikely()).isTrue();
        assertThat(pump.start()).isEqualTo(start);
    }

    @Test
    void aPumpWithoutATimeHasNoStart() {
        Pump pump = find("The coin to pump is: QRX. Exchange: Kucoin. Target: +300%. Buy buy buy and hold");
        assertThat(pump.isLikely()).isTrue();
        assertThat(pump.start()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Take profit 2 reached on SOL, 14% in two days",
                "The foundation has published its report for the second quarter",
                "Bitcoin pumped hard yesterday after the news, watch the support at 64k",
                ""
            })
    void otherTextsAreNone(String text) {
        Pump pump = find(text);
        assertThat(pump == null || !pump.isLikely()).isTrue();
    }

    @Test
    void readsTimesOfAnyDigits() {
        assertThat(find("\u00b2 minutes until the pump, be ready, the next post will be the coin"))
                .isNotNull();
        assertThat(find("99999999999 minutes until the pump, be ready, the next post will be the coin"))
                .isNotNull();
    }
}
