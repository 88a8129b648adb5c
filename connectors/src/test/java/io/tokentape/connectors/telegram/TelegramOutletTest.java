package io.tokentape.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokentape.connectors.TestServer;
import io.tokentape.connectors.alerts.AlertRefusedException;
import io.tokentape.connectors.alerts.AlertText;
import io.tokentape.connectors.alerts.HttpPost;
import io.tokentape.connectors.alerts.OutletAwayException;
import io.tokentape.connectors.alerts.TestAlerts;
import io.tokentape.schemas.avro.Alert;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelegramOutletTest {
    private static final String TOKEN = "123:ABC-def";
    private static final List<Alert> ALERT =
            List.of(TestAlerts.alert("a1").setTitle("SOL <b>&</b>").build());

    private TestServer server;
    private TelegramOutlet outlet;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer();
        TelegramSinkConfig config = new TelegramSinkConfig(Map.of(
                "schema.registry.url",
                "http://registry:8081",
                TelegramSinkConfig.TOKEN,
                TOKEN,
                TelegramSinkConfig.CHAT,
                "-1001",
                TelegramSinkConfig.URL,
                server.url() + "/"));
        outlet = new TelegramOutlet(config.sendMessage(), config.chat(), new HttpPost(Duration.ofSeconds(10)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sendsOneMessage() throws Exception {
        outlet.deliver(ALERT);

        assertThat(server.requests).hasSize(1);
        assertThat(server.requests.get(0).path()).isEqualTo("/bot123:ABC-def/sendMessage");
        assertThat(server.requests.get(0).body())
                .isEqualTo("{\"chat_id\":\"-1001\",\"parse_mode\":\"HTML\",\"text\":\""
                        + "<b>SOL &lt;b&gt;&amp;&lt;/b&gt; (high, 82 %)</b>\\nWhat: surge\\nAbout: SOL, solana,"
                        + " solana:native\\nDecided: 2025-07-20T08:26:40Z, learned 2025-07-20T08:26:39Z\\n"
                        + "Alert a1, step 1 of case case-of-a1\",\"link_preview_options\":{\"is_disabled\":true}}");
    }

    @Test
    void waitsAsLongAsTelegramAsks() {
        server.willAnswer(
                429,
                Map.of(),
                "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests: retry after 33\","
                        + "\"parameters\":{\"retry_after\":33}}");

        assertThatThrownBy(() -> outlet.deliver(ALERT))
                .isInstanceOf(OutletAwayException.class)
                .hasMessage("Telegram answered 429: Too Many Requests: retry after 33")
                .extracting("retryAfter")
                .isEqualTo(Duration.ofSeconds(33));
    }

    @ParameterizedTest
    @CsvSource({
        "400, Bad Request: can't parse entities, true",
        "400, Bad Request: message is too long, true",
        "400, Bad Request: message text is empty, true",
        "400, Bad Request: chat not found, false",
        "400, Bad Request: need administrator rights in the channel, false",
        "400, Bad Request: TOPIC_CLOSED, false",
        "401, Unauthorized, false",
        "403, Forbidden: bot was kicked from the channel chat, false",
        "404, Not Found, false",
        "502, Bad Gateway, false"
    })
    void tellsARefusalFromTroubleThatSomeoneMends(int status, String description, boolean refusal) {
        server.willAnswer(status, Map.of(), "{\"ok\":false,\"description\":\"" + description + "\"}");

        assertThatThrownBy(() -> outlet.deliver(ALERT))
                .isInstanceOf(refusal ? AlertRefusedException.class : OutletAwayException.class)
                .hasMessageContaining(description)
                .hasMessageNotContaining(TOKEN);
    }

    @Test
    void anAnswerThatIsNotTelegramsIsNoConfirmation() {
        server.willAnswer(200, Map.of(), "<html>log in to the network</html>");

        assertThatThrownBy(() -> outlet.deliver(ALERT)).isInstanceOf(OutletAwayException.class);
    }

    @Test
    void neitherTheTokenIsToldNorTheAddressThatHoldsIt() {
        server.close();

        assertThatThrownBy(() -> outlet.deliver(ALERT))
                .isInstanceOf(OutletAwayException.class)
                .hasStackTraceContaining("ConnectException")
                .hasMessageNotContaining(TOKEN);
    }

    @Test
    void aLongAlertIsCutBeforeItIsEscaped() {
        AlertText alert = new AlertText("<head>", List.of("&".repeat(3000), "🚀".repeat(1500), "never seen"));

        String text = TelegramText.of(alert);
        String plain = text.replace("<b>", "")
                .replace("</b>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");

        assertThat(plain)
                .hasSizeBetween(TelegramText.MOST_UNITS - 1, TelegramText.MOST_UNITS)
                .startsWith("<head>\n&&&")
                .endsWith("🚀…")
                .doesNotContain("never seen");
    }
}
