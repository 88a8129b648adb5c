package io.tokentape.standalone.serve;

import static org.awaitility.Awaitility.await;

import io.tokentape.standalone.Tokentape;
import io.tokentape.standalone.platform.Platform;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** `serve` as a process of its own. */
final class ServeProcess implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final int port;
    private final Path err;

    private ServeProcess(Process process, int port, Path err) {
        this.process = process;
        this.port = port;
        this.err = err;
    }

    /** @param settings of its environment, beside where the platform is */
    static ServeProcess start(Platform platform, Path folder, String name, Map<String, String> settings)
            throws IOException {
        int port = freePort();
        Path err = folder.resolve(name + ".err");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Tokentape.class.getName(),
                        "serve",
                        "--host=127.0.0.1",
                        "--port=" + port))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("TOKENTAPE_") || key.startsWith("LOGGING_"));
        builder.environment()
                .putAll(Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        platform.bootstrapServers(),
                        "SCHEMA_REGISTRY_URL",
                        platform.registryUrl(),
                        "TOKENTAPE_STATE_DIR",
                        folder.resolve(name + "-state").toString(),
                        "TOKENTAPE_ADVERTISED",
                        "127.0.0.1:" + port));
        builder.environment().putAll(settings);
        return new ServeProcess(builder.start(), port, err);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    void awaitReady() {
        await().atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .failFast("ended: " + err, () -> !process.isAlive())
                .until(() -> get("/health/ready").statusCode() == 200);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://" + address() + path))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                BodyHandlers.ofString());
    }

    /** SIGKILL: nothing of it can clean up. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("does not end");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
