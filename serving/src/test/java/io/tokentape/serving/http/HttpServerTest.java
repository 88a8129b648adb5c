package io.tokentape.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tokentape.serving.home.PingRoutes;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HttpServerTest {
    private static final Routes FAULTY = routes -> {
        routes.get("/broken", context -> {
            throw new IllegalStateException("a secret thing");
        });
        routes.get("/items/{id}", context -> context.result("item"));
        routes.get("/busy", context -> {
            throw Problem.unavailable("busy", "not now", 7).asException();
        });
    };

    @Test
    void pingAnswersWithoutAskingAnyone() throws Exception {
        try (TestServer server = TestServer.of(new PingRoutes())) {
            assertThat(server.get("/ping").body()).isEqualTo("pong");
        }
    }

    @Test
    void anUnknownPathIsAProblem() throws Exception {
        try (TestServer server = TestServer.of(FAULTY)) {
            HttpResponse<String> response = server.get("/nowhere");

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(response.body())
                    .isEqualTo(
                            "{\"type\":\"urn:tokentape:problem:no-such-route\",\"title\":\"Not found\",\"status\":404,"
                                    + "\"detail\":\"there is nothing under this path\",\"instance\":\"/nowhere\","
                                    + "\"code\":\"no-such-route\"}");
        }
    }

    @Test
    void anotherMethodIsAProblemThatNamesTheRightOnes() throws Exception {
        try (TestServer server = TestServer.of(FAULTY)) {
            HttpResponse<String> response = server.send("POST", "/items/1");

            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow")).hasValue("GET");
            assertThat(TestServer.json(response).get("code").asText()).isEqualTo("method-not-allowed");
        }
    }

    @Test
    void aFaultTellsNothingOfItself() throws Exception {
        try (TestServer server = TestServer.of(FAULTY)) {
            HttpResponse<String> response = server.get("/broken");

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(response.body()).doesNotContain("secret", "Exception", "at io.tokentape");
        }
    }

    @Test
    void whatPassesSaysWhenToComeBack() throws Exception {
        try (TestServer server = TestServer.of(FAULTY)) {
            HttpResponse<String> response = server.get("/busy");

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("Retry-After")).hasValue("7");
        }
    }

    @Test
    void whatNeverReachesARouteIsAProblemToo() throws Exception {
        try (TestServer server = TestServer.of(FAULTY)) {
            assertThat(raw(server, "GET /items/" + "x".repeat(40_000) + " HTTP/1.1"))
                    .startsWith("HTTP/1.1 414")
                    .contains("application/problem+json", "urn:tokentape:problem:uri-too-long");
            assertThat(raw(server, "GET /items/%zz HTTP/1.1"))
                    .startsWith("HTTP/1.1 400")
                    .contains("application/problem+json");
        }
    }

    @Test
    void timesRequestsByRouteNotByPath() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (HttpServer server =
                HttpServer.start("127.0.0.1", 0, 8, Duration.ofMinutes(1), meters, List.of(FAULTY, new PingRoutes()))) {
            for (String path : List.of("/items/1", "/items/2", "/nowhere/1", "/nowhere/2")) {
                raw("127.0.0.1:" + server.port(), "GET " + path + " HTTP/1.1");
            }

            assertThat(meters.find("serving.http.requests").timers())
                    .extracting(timer ->
                            timer.getId().getTag("route") + " " + timer.getId().getTag("status") + " " + timer.count())
                    .containsExactlyInAnyOrder("/items/{id} 2xx 2", "none 4xx 2");
            assertThat(meters.find("serving.http.requests").timers())
                    .allSatisfy(timer ->
                            assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isPositive());
        }
    }

    private static String raw(TestServer server, String requestLine) throws IOException {
        return raw(server.address(), requestLine);
    }

    private static String raw(String address, String requestLine) throws IOException {
        String[] hostAndPort = address.split(":");
        try (Socket socket = new Socket(hostAndPort[0], Integer.parseInt(hostAndPort[1]))) {
            String request = requestLine + "\r\nHost: test\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
