package io.tokentape.standalone.up;

import static org.awaitility.Awaitility.await;

import io.tokentape.standalone.Tokentape;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** `up` as a process of its own, on free ports. */
final class UpProcess implements AutoCloseable {
    private static final int LINE_SECONDS = 120;
    /** Longer than a stop may hang before it is cut short, so that the log says where it did. */
    private static final int EXIT_SECONDS = 90;

    private boolean ready;
    private final Process process;
    /** Lines of standard output; empty = it has ended. */
    private final BlockingQueue<Optional<String>> out = new LinkedBlockingQueue<>();

    private final Path data;
    private final Path err;
    /** How much earlier processes on the folder have logged. */
    private final int loggedBefore;

    private UpProcess(Process process, Path data, Path err, int loggedBefore) {
        this.process = process;
        this.data = data;
        this.err = err;
        this.loggedBefore = loggedBefore;
        Thread reader = new Thread(this::readLines, "up-output");
        reader.setDaemon(true);
        reader.start();
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
        int logged = log(data).length;
        return new UpProcess(builder.start(), data, err, logged);
    }

    /** The next line of standard output; null when it has ended. */
    String line() throws IOException, InterruptedException {
        Optional<String> line = out.poll(LINE_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError(
                    "says nothing and does not end; its log: " + new String(log(data), StandardCharsets.UTF_8));
        }
        if (line.isEmpty()) {
            out.add(line);
        }
        return line.orElse(null);
    }

    /** Waits for the ready line. */
    URI awaitReady() throws IOException, InterruptedException {
        String line = line();
        if (line == null || !line.matches("ready http://127\\.0\\.0\\.1:\\d+")) {
            throw new AssertionError("not the ready line: " + line + ", standard error: " + errors());
        }
        ready = true;
        return URI.create(line.substring("ready ".length()));
    }

    /** Where a part listens, as the log says; only when ready. */
    String address(String part) throws IOException {
        byte[] log = log(data);
        String ours = new String(log, loggedBefore, log.length - loggedBefore, StandardCharsets.UTF_8);
        Matcher line = Pattern.compile(" " + part + " listens on (\\S+)").matcher(ours);
        if (!line.find()) {
            throw new AssertionError("the log does not say where " + part + " listens: " + ours);
        }
        return line.group(1);
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
        if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("does not end");
        }
        return process.exitValue();
    }

    String errors() throws IOException {
        return Files.readString(err);
    }

    /** For a test that failed half-way. What was killed leaves its Postgres behind: that ends here too. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        // One that never got ready may have been refused a folder whose Postgres is another's.
        if (ready && Files.exists(data.resolve("postgres/data/postmaster.pid"))) {
            long pid = postgresPid();
            ProcessHandle.of(pid).filter(UpProcess::isPostgres).ifPresent(postgres -> {
                List<ProcessHandle> children = postgres.descendants().toList();
                postgres.destroyForcibly();
                children.forEach(ProcessHandle::destroyForcibly);
                await().atMost(20, TimeUnit.SECONDS).until(() -> !runs(pid));
            });
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).endsWith("postgres"))
                .orElse(false);
    }

    private void readLines() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.add(Optional.of(line));
            }
        } catch (IOException e) {
            // Closed by close().
        } finally {
            out.add(Optional.empty());
        }
    }

    private static byte[] log(Path data) throws IOException {
        Path log = data.resolve("logs/tokentape.log");
        return Files.exists(log) ? Files.readAllBytes(log) : new byte[0];
    }

    /** A process that has ended may be listed until its parent has asked for it; it has no command then. */
    static boolean runs(long pid) {
        return ProcessHandle.of(pid)
                .map(process -> process.info().command().isPresent())
                .orElse(false);
    }

    static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
