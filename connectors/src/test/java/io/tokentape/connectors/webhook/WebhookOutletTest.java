package io.tokentape.connectors.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tokentape.connectors.TestServer;
import io.tokentape.connectors.alerts.AlertRefusedException;
import io.tokentape.connectors.alerts.HttpPost;
import io.tokentape.connectors.alerts.OutletAwayException;
import io.tokentape.connectors.alerts.TestAlerts;
import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.AlertTerm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookOutletTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_753_000_005);
    private static final WebhookSignature SIGNATURE = new WebhookSignature("a secret of some length");
    private static final List<Alert> ALERT = List.of(TestAlerts.alert("a1").build());

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void postsTheAlertSigned() throws Exception {
        Alert alert = TestAlerts.alert("a1")
                .setTerms(List.of(new AlertTerm("mentions_z", Double.NaN, 3.0, 0.5)))
                .build();

        outlet(server.url(), Duration.ofSeconds(10)).deliver(List.of(alert));

        assertThat(server.requests).hasSize(1);
        TestServer.Request request = server.requests.get(0);
        assertThat(request.path()).isEqualTo("/hook");
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
        assertThat(request.header("webhook-id")).isEqualTo("a1");
        assertThat(request.header("webhook-timestamp")).isEqualTo("1753000005");
        assertThat(request.header("webhook-signature"))
                .isEqualTo(SIGNATURE.of("a1", 1_753_000_005, request.body().getBytes(StandardCharsets.UTF_8)));
        JsonNode body = new ObjectMapper().readTree(request.body());
        assertThat(body.path("type").asText()).isEqualTo("alert");
        assertThat(body.path("timestamp").asText()).isEqualTo("2025-07-20T08:26:40Z");
        assertThat(body.path("headline").asText()).isEqualTo("SOL is mentioned far more than usual (high, 82 %)");
        assertThat(body.path("data").path("kind").asText()).isEqualTo("surge");
        assertThat(body.path("data").path("tDecided").asText()).isEqualTo("2025-07-20T08:26:40Z");
        assertThat(body.path("data").path("terms").path(0).path("value").isNull())
                .isTrue();
        assertThat(body.path("data").path("confidence").asDouble()).isEqualTo(0.82);
        assertThat(body.path("data").path("venue").isNull()).isTrue();
        assertThat(body.path("data").path("lineage").path("offset").asLong()).isEqualTo(7);
    }

    /** The example of the libraries of Standard Webhooks (MIT). */
    @Test
    void signsAsTheStandardSays() {
        assertThat(new WebhookSignature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                        .of(
                                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                1_614_265_330,
                                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void aCorrectionSaysSo() throws Exception {
        outlet(server.url(), Duration.ofSeconds(10))
                .deliver(List.of(TestAlerts.alert("a2").setRetracted(true).build()));

        assertThat(new ObjectMapper()
                        .readTree(server.requests.get(0).body())
                        .path("type")
                        .asText())
                .isEqualTo("alert.retracted");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 415, 422})
    void anAnswerAboutTheRequestRefusesTheAlert(int status) {
        server.willAnswer(status, Map.of(), "");

        assertThatThrownBy(() -> outlet(server.url(), Duration.ofSeconds(10)).deliver(ALERT))
                .isInstanceOf(AlertRefusedException.class)
                .hasMessage("the webhook refuses the alert with status " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 403, 404, 408, 429, 500, 503})
    void everyOtherAnswerIsTroubleOfTheReceiver(int status) {
        server.willAnswer(status, Map.of("Retry-After", "7", "Location", "/elsewhere"), "no");

        assertThatThrownBy(() -> outlet(server.url(), Duration.ofSeconds(10)).deliver(ALERT))
                .isInstanceOf(OutletAwayException.class)
                .hasMessage("the webhook answered " + status);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void waitsForAServerThatIsDown() throws Exception {
        URI url = server.url();
        server.close();

        assertThatThrownBy(() -> outlet(url, Duration.ofSeconds(10)).deliver(ALERT))
                .isInstanceOf(OutletAwayException.class)
                .hasMessageStartingWith("the receiver cannot be reached");
    }

    @Test
    void waitsNoLongerThanItMay() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort());

            assertThatThrownBy(() -> outlet(url, Duration.ofMillis(50)).deliver(ALERT))
                    .isInstanceOf(OutletAwayException.class)
                    .hasMessage("the receiver did not answer within 50 ms");
        }
    }

    @Test
    void aLongAnswerDoesNotHurt() {
        server.willAnswer(200, Map.of(), "x".repeat(1 << 20));

        assertThatCode(() -> outlet(server.url(), Duration.ofSeconds(10)).deliver(ALERT))
                .doesNotThrowAnyException();
    }

    private static WebhookOutlet outlet(URI server, Duration timeout) {
        return new WebhookOutlet(server.resolve("/hook"), SIGNATURE, new HttpPost(timeout), () -> NOW);
    }
}
