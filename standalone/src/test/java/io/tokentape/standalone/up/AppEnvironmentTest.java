package io.tokentape.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AppEnvironmentTest {
    private static final UpOptions OPTIONS =
            new UpOptions("127.0.0.1", new UpOptions.Ports(0, 0, 0, 0, 0), Path.of("data"), "mine.", false);

    @Test
    void letsOurOwnSettingsThroughAndNoneOfAnotherCluster() {
        Map<String, String> settings = AppEnvironment.of(
                Map.of(
                        "TOKENTAPE_THREADS", "3",
                        "PAGE_SIZE", "7",
                        "TOKENTAPE_WEBHOOK_SECRET", "of the sinks alone",
                        "KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                        "KAFKA_BOOTSTRAP_SERVERS", "production:9092",
                        "SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO", "me:secret",
                        "DATABASE_URLS", "postgresql://production/db"),
                OPTIONS,
                "127.0.0.1:1234",
                "http://127.0.0.1:5678",
                Path.of("/state"));

        assertThat(settings)
                .isEqualTo(Map.of(
                        "TOKENTAPE_THREADS", "3",
                        "PAGE_SIZE", "7",
                        "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1234",
                        "SCHEMA_REGISTRY_URL", "http://127.0.0.1:5678",
                        "TOKENTAPE_PREFIX", "mine.",
                        "TOKENTAPE_STATE_DIR", "/state",
                        "TOKENTAPE_HISTORY_LIMIT", "unlimited",
                        "KAFKA_GROUP_INSTANCE_ID", "up",
                        "KAFKA_SESSION_TIMEOUT_MS", "10000",
                        "KAFKA_HEARTBEAT_INTERVAL_MS", "500"));
    }
}
