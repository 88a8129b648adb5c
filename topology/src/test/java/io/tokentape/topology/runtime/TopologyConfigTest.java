package io.tokentape.topology.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopologyConfigTest {
    @Test
    void hasDefaults() {
        assertThat(TopologyConfig.fromEnv(Map.of()))
                .isEqualTo(new TopologyConfig(
                        "127.0.0.1:9092",
                        "http://127.0.0.1:8081",
                        "tokentape.",
                        Topologies.NAMES,
                        "tokentape.topology",
                        Path.of("data/topology"),
                        2,
                        Duration.ofMillis(100),
                        TopologyConfig.Guarantee.EXACTLY_ONCE,
                        Duration.ofSeconds(1),
                        20_000,
                        Optional.of(Duration.ofDays(30)),
                        10_000,
                        0.5,
                        "model",
                        Map.of("schema.registry.url", "http://127.0.0.1:8081"),
                        Map.of()));
    }

    @Test
    void mapsEveryKey() {
        assertThat(TopologyConfig.fromEnv(Map.ofEntries(
                        Map.entry("KAFKA_BOOTSTRAP_SERVERS", "b:1"),
                        Map.entry("SCHEMA_REGISTRY_URL", "http://r:2"),
                        Map.entry("SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO", "u:p"),
                        Map.entry("VALUE_SERDE", "some.Serde"),
                        Map.entry("TOKENTAPE_PREFIX", "p."),
                        Map.entry("TOKENTAPE_TOPOLOGIES", "intelligence"),
                        Map.entry("TOKENTAPE_APPLICATION_ID", "app"),
                        Map.entry("TOKENTAPE_STATE_DIR", "/state"),
                        Map.entry("TOKENTAPE_THREADS", "3"),
                        Map.entry("TOKENTAPE_COMMIT_INTERVAL", "PT2S"),
                        Map.entry("TOKENTAPE_GUARANTEE", "at_least_once"),
                        Map.entry("TOKENTAPE_SETTLE", "PT3S"),
                        Map.entry("TOKENTAPE_HOLD_BACK", "100"),
                        Map.entry("TOKENTAPE_HISTORY_LIMIT", "unlimited"),
                        Map.entry("TOKENTAPE_POISON_WINDOW", "7"),
                        Map.entry("TOKENTAPE_POISON_SHARE", "0.25"),
                        Map.entry("TOKENTAPE_SENTIMENT", "onnx:/models/finbert"),
                        Map.entry("KAFKA_SECURITY_PROTOCOL", "SSL"))))
                .isEqualTo(new TopologyConfig(
                        "b:1",
                        "http://r:2",
                        "p.",
                        List.of("intelligence"),
                        "app",
                        Path.of("/state"),
                        3,
                        Duration.ofSeconds(2),
                        TopologyConfig.Guarantee.AT_LEAST_ONCE,
                        Duration.ofSeconds(3),
                        100,
                        Optional.empty(),
                        7,
                        0.25,
                        "onnx:/models/finbert",
                        Map.of(
                                "schema.registry.url",
                                "http://r:2",
                                "basic.auth.user.info",
                                "u:p",
                                "value.serde",
                                "some.Serde"),
                        Map.of("security.protocol", "SSL")));
    }

    @Test
    void reportsEveryViolationAtOnce() {
        assertThatThrownBy(() -> TopologyConfig.fromEnv(Map.of(
                        "TOKENTAPE_THREADS", "none",
                        "TOKENTAPE_SETTLE", "-PT1S",
                        "TOKENTAPE_GUARANTEE", "perhaps",
                        "TOKENTAPE_TOPOLOGIES", "intelligence,wisdom",
                        "TOKENTAPE_SENTIMENT", "gut feeling",
                        "TOKENTAPE_POISON_SHARE", "2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TOKENTAPE_THREADS")
                .hasMessageContaining("TOKENTAPE_SETTLE")
                .hasMessageContaining("TOKENTAPE_GUARANTEE is 'perhaps', expected at_least_once or exactly_once")
                .hasMessageContaining("TOKENTAPE_TOPOLOGIES is 'intelligence,wisdom'")
                .hasMessageContaining("TOKENTAPE_SENTIMENT")
                .hasMessageContaining("TOKENTAPE_POISON_SHARE");
    }

    @Test
    void keepsSecretsOutOfItsText() {
        TopologyConfig config = TopologyConfig.fromEnv(
                Map.of("KAFKA_SASL_JAAS_CONFIG", "hidden1", "SCHEMA_REGISTRY_URL", "http://u:hidden2@r"));
        assertThat(config.toString()).doesNotContain("hidden");
    }
}
