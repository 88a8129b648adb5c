package io.tokentape.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServingConfigTest {
    @Test
    void hasTheseDefaults() {
        assertThat(ServingConfig.fromEnv(Map.of()))
                .isEqualTo(new ServingConfig(
                        new ServingConfig.Http("0.0.0.0", 8080, 16),
                        Map.of("bootstrap.servers", "127.0.0.1:9092"),
                        "http://127.0.0.1:8081",
                        null,
                        "tokentape.",
                        new ServingConfig.Database("jdbc:postgresql://127.0.0.1:5432/tokentape", null, null, 8),
                        new ServingConfig.Paging(1, 20, 1, 100),
                        new ServingConfig.View(Path.of("data/serving-state"), null, 1, 0),
                        new ServingConfig.Live(Duration.ofSeconds(60), 1_000, 10_000),
                        LoggingFormat.TEXT,
                        List.of()));
    }

    @Test
    void readsEveryKey() {
        Map<String, String> env = new HashMap<>();
        env.put("TOKENTAPE_PORT", "0");
        env.put("TOKENTAPE_HOST", "127.0.0.1");
        env.put("TOKENTAPE_HTTP_THREADS", "32");
        env.put("TOKENTAPE_PREFIX", "other.");
        env.put("TOKENTAPE_STATE_DIR", "/var/state");
        env.put("TOKENTAPE_ADVERTISED", "node-1:8080");
        env.put("TOKENTAPE_VIEW_THREADS", "2");
        env.put("TOKENTAPE_VIEW_STANDBYS", "1");
        env.put("TOKENTAPE_VALUE_SERDE", "com.example.Serde");
        env.put("TOKENTAPE_DATABASE_POOL_SIZE", "20");
        env.put("TOKENTAPE_LIVE_HEARTBEAT_SECONDS", "5");
        env.put("TOKENTAPE_LIVE_QUEUE_LIMIT", "50");
        env.put("TOKENTAPE_LIVE_SESSION_LIMIT", "7");
        env.put("TOKENTAPE_PAGE", "0");
        env.put("TOKENTAPE_PAGE_SIZE", "30");
        env.put("TOKENTAPE_MIN_PAGE_SIZE", "2");
        env.put("TOKENTAPE_MAX_PAGE_SIZE", "60");
        env.put("TOKENTAPE_LOGGING_FORMAT", "json");
        env.put("KAFKA_BOOTSTRAP_SERVERS", "broker:9092");
        env.put("KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
        env.put("SCHEMA_REGISTRY_URL", "http://registry:8081");
        env.put("DATABASE_URL", "postgresql://app:s%40crit@db:6000/tape?sslmode=require");

        assertThat(ServingConfig.fromEnv(env))
                .isEqualTo(new ServingConfig(
                        new ServingConfig.Http("127.0.0.1", 0, 32),
                        Map.of("bootstrap.servers", "broker:9092", "security.protocol", "SASL_SSL"),
                        "http://registry:8081",
                        "com.example.Serde",
                        "other.",
                        new ServingConfig.Database(
                                "jdbc:postgresql://db:6000/tape?sslmode=require", "app", "s@crit", 20),
                        new ServingConfig.Paging(0, 30, 2, 60),
                        new ServingConfig.View(Path.of("/var/state"), "node-1:8080", 2, 1),
                        new ServingConfig.Live(Duration.ofSeconds(5), 50, 7),
                        LoggingFormat.JSON,
                        List.of()));
    }

    @Test
    void takesTheNamesOfTheSystemBefore() {
        ServingConfig config = ServingConfig.fromEnv(Map.of(
                "PAGE", "0",
                "PAGE_SIZE", "10",
                "MIN_PAGE_SIZE", "5",
                "MAX_PAGE_SIZE", "50",
                "LOGGING_FORMAT", "json",
                "DATABASE_URLS", "[\"postgresql+asyncpg://user:pass@host:5432/dbname\"]"));

        assertThat(config.paging()).isEqualTo(new ServingConfig.Paging(0, 10, 5, 50));
        assertThat(config.loggingFormat()).isEqualTo(LoggingFormat.JSON);
        assertThat(config.database())
                .isEqualTo(new ServingConfig.Database("jdbc:postgresql://host:5432/dbname", "user", "pass", 8));
    }

    @Test
    void ourNameWinsOverTheOldOne() {
        assertThat(ServingConfig.fromEnv(Map.of("PAGE_SIZE", "10", "TOKENTAPE_PAGE_SIZE", "15"))
                        .paging()
                        .defaultSize())
                .isEqualTo(15);
    }

    @Test
    void namesEveryViolationAtOnceAndNoValue() {
        assertThatThrownBy(() -> ServingConfig.fromEnv(Map.of(
                        "TOKENTAPE_PORT", "99999",
                        "TOKENTAPE_PREFIX", "a b",
                        "SCHEMA_REGISTRY_URL", "registry",
                        "DATABASE_URL", "mysql://u:hunter2@h/d",
                        "TOKENTAPE_ADVERTISED", "nowhere",
                        "LOGGING_FORMAT", "xml",
                        "MIN_PAGE_SIZE", "90")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "TOKENTAPE_PORT",
                        "TOKENTAPE_PREFIX",
                        "SCHEMA_REGISTRY_URL",
                        "DATABASE_URL",
                        "TOKENTAPE_ADVERTISED",
                        "TOKENTAPE_LOGGING_FORMAT",
                        "TOKENTAPE_MIN_PAGE_SIZE")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void namesKeysThatLookLikeItsOwn() {
        assertThat(ServingConfig.fromEnv(Map.of(
                                "TOKENTAPE_PROT", "1",
                                "TOKENTAPE_LIVE_SPEED", "1",
                                "TOKENTAPE_HISTORY_LIMIT", "1",
                                "TOKENTAPE_THREADS", "1"))
                        .warnings())
                .containsExactly(
                        "TOKENTAPE_LIVE_SPEED is not known", "TOKENTAPE_PROT is not known; TOKENTAPE_PORT was meant?");
    }

    @Test
    void printsNoSecret() {
        ServingConfig config = ServingConfig.fromEnv(Map.of(
                "DATABASE_URL", "jdbc:postgresql://host/db?user=u&password=hunter2&ssl=true",
                "SCHEMA_REGISTRY_URL", "http://u:hunter2@registry:8081",
                "KAFKA_SASL_JAAS_CONFIG", "password=hunter2"));

        assertThat(config.toString()).doesNotContain("hunter2").contains("sasl.jaas.config");
        assertThat(config.database().jdbcUrl()).isEqualTo("jdbc:postgresql://host:5432/db?ssl=true");
        assertThat(config.database().password()).isEqualTo("hunter2");
    }

    @Test
    void theViewsApplicationIdHasNoDots() {
        assertThat(ServingConfig.fromEnv(Map.of("TOKENTAPE_PREFIX", "a.b.")).viewApplicationId())
                .isEqualTo("a-b-serving-view");
    }
}
