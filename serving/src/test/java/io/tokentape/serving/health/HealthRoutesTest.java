package io.tokentape.serving.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tokentape.serving.health.HealthChecks.Report.Status;
import io.tokentape.serving.http.TestServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HealthRoutesTest {
    private static final Dependency WELL = new Dependency("postgresql", () -> {});
    private static final Dependency ILL = new Dependency("kafka", () -> {
        throw new HealthChecks.NotWell("restoring");
    });

    @Test
    void hasTheFormOfTheSystemBefore() throws Exception {
        try (HealthChecks checks = checks(WELL);
                TestServer server = TestServer.of(new HealthRoutes(checks, () -> true, () -> "running"))) {
            HttpResponse<String> response = server.get("/health");

            assertThat(response.statusCode()).isEqualTo(200);
            JsonNode body = TestServer.json(response);
            assertThat(body.get("status").asText()).isEqualTo("healthy");
            assertThat(body.get("services").get("postgresql").get("status").asText())
                    .isEqualTo("healthy");
            assertThat(body.get("services")
                            .get("postgresql")
                            .get("response_time")
                            .isNumber())
                    .isTrue();
        }
    }

    @Test
    void oneThatIsIllDegradesTheWhole() throws Exception {
        try (HealthChecks checks = checks(WELL, ILL);
                TestServer server = TestServer.of(new HealthRoutes(checks, () -> true, () -> "running"))) {
            HttpResponse<String> response = server.get("/health");

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(TestServer.json(response).get("status").asText()).isEqualTo("degraded");
            assertThat(TestServer.json(response)
                            .get("services")
                            .get("kafka")
                            .get("error")
                            .asText())
                    .isEqualTo("restoring");
        }
    }

    @Test
    void allIllIsUnhealthy() {
        try (HealthChecks checks = checks(ILL)) {
            assertThat(checks.report().status()).isEqualTo(Status.UNHEALTHY);
        }
    }

    @Test
    void probesRunAtTheSameTime() {
        CyclicBarrier both = new CyclicBarrier(2);
        Dependency.Probe meet = () -> both.await(10, TimeUnit.SECONDS);
        try (HealthChecks checks = checks(new Dependency("a", meet), new Dependency("b", meet))) {
            assertThat(checks.report().status()).isEqualTo(Status.HEALTHY);
        }
    }

    @Test
    void aProbeThatHangsIsGivenUp() {
        CountDownLatch never = new CountDownLatch(1);
        try (HealthChecks checks = new HealthChecks(
                List.of(new Dependency("slow", never::await), WELL),
                Duration.ofMillis(50),
                Duration.ofHours(1),
                System::nanoTime)) {
            assertThat(checks.report().status()).isEqualTo(Status.DEGRADED);
            assertThat(checks.report().services().get("slow").error()).isEqualTo("no answer in time");
        }
    }

    @Test
    void anAnswerIsKeptForAMoment() {
        AtomicInteger probes = new AtomicInteger();
        AtomicLong now = new AtomicLong();
        try (HealthChecks checks = new HealthChecks(
                List.of(new Dependency("a", probes::incrementAndGet)),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                now::get)) {
            checks.report();
            now.set(TimeUnit.MILLISECONDS.toNanos(900));
            checks.report();
            assertThat(probes).hasValue(1);
            now.set(TimeUnit.MILLISECONDS.toNanos(1_100));
            checks.report();
            assertThat(probes).hasValue(2);
        }
    }

    @Test
    void aFailureTellsItsKindButNotItsMessage() {
        Dependency talkative = new Dependency("a", () -> {
            throw new IllegalStateException("password hunter2 refused");
        });
        try (HealthChecks checks = checks(talkative)) {
            assertThat(checks.report().services().get("a").error()).isEqualTo("IllegalStateException");
        }
    }

    @Test
    void readyIsTheViewAndLiveIsTheProcess() throws Exception {
        try (HealthChecks checks = checks(ILL);
                TestServer server = TestServer.of(new HealthRoutes(checks, () -> false, () -> "rebalancing"))) {
            assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(server.get("/health/ready").statusCode()).isEqualTo(503);
            assertThat(server.get("/health/ready").body())
                    .isEqualTo("{\"status\":\"starting\",\"view\":\"rebalancing\"}");
        }
    }

    @Test
    void metricsAreReadByPrometheus() throws Exception {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        meters.counter("serving.test").increment();
        try (TestServer server = TestServer.of(new MetricsRoutes(meters))) {
            HttpResponse<String> response = server.get("/metrics");

            assertThat(response.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
            assertThat(response.body()).contains("serving_test_total 1.0");
        }
    }

    private static HealthChecks checks(Dependency... dependencies) {
        return new HealthChecks(List.of(dependencies), Duration.ofSeconds(20), Duration.ofHours(1), System::nanoTime);
    }
}
