package io.tokentape.standalone.up;

import io.tokentape.standalone.Tokentape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** `up` as a process of its own, on free ports. */
final class UpProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final Path data;
    private final Path err;

    private UpProcess(Process process, Path data, Path err) {
        this.process = process;
        this.out = process.inputReader();
        this.data = data;
        this.err = err;
    }

    /** @param more options, which go over the free ports */
    static UpProcess start(Path data, Path err, String... more) throws IOException {
        return start(data, err, Map.of(), more);
    }

    /** @param settings of its environment */
    static UpProcess start(Path data, Path err, Map<String, String> settings, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Tokentape.class.getName(),
                "up",
                "--data=" + data));
        List<String> given = List.of(more);
        for (String port : List.of("--port", "--kafka-port", "--registry-port", "--connect-port")) {
            if (given.stream().noneMatch(option -> option.startsWith(port + "="))) {
                command.add(port + "=0");
            }
        }
        command.addAll(given);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("TOKENTAPE_") || key.startsWith("LOGGING_"));
        builder.environment().putAll(settings);
        return new UpProcess(builder.start(), data, err);
    }

    /** The next line of standard output; null when it has ended. */
    String line() throws IOException {
        return out.readLine();
    }

    /** Waits for the ready line. */
    URI awaitReady() throws IOException {
        String line = line();
        if (line == null || !line.matches("ready http://127\\.0\\.0\\.1:\\d+")) {
            throw new AssertionError("not the ready line: " + line + ", standard error: " + errors());
        }
        return URI.create(line.substring("ready ".length()));
    }

    long postgresPid() throws IOException {
        return Long.parseLong(Files.readAllLines(data.resolve("postgres/data/postmaster.pid"))
                .get(0)
                .trim());
    }

    /** SIGTERM. */
    void terminate() {
        // Not by the process itself, which would close its streams too.
        process.toHandle().destroy();
    }

    /** SIGKILL: nothing of it can clean up. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        awaitExit();
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("does not end");
        }
        return process.exitValue();
    }

    String errors() throws IOException {
        return Files.readString(err);
    }

    /** For a test that failed half-way; the next start on the folder would end a Postgres that is left behind. */
    @Override
    public void close() {
        if (!process.isAlive()) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    /** A process that has ended may be listed until its parent has asked for it; it has no command then. */
    static boolean runs(long pid) {
        return ProcessHandle.of(pid)
                .map(process -> process.info().command().isPresent())
                .orElse(false);
    }

    /** For a process whose port must be known from outside, or stay the same over a restart. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
