package io.tokentape.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.standalone.Tokentape;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** `ingest posts` as a process of its own. */
final class IngestProcess implements AutoCloseable {
    private static final int LINES_AT_A_TIME = 50;
    private static final int PAUSE_MILLIS = 10;

    private final Process process;
    private final Path log;

    private IngestProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Imports the file. */
    static IngestProcess ofFile(UpClient client, Path file, Path log) throws IOException {
        return start(client, file.toString(), log);
    }

    /** Imports the lines over and over, so that whenever something is killed, the load is open. */
    static IngestProcess endless(UpClient client, List<String> lines, Path log) throws IOException {
        IngestProcess ingest = start(client, "-", log);
        Thread pump = new Thread(() -> ingest.pump(lines), "ingest-input");
        pump.setDaemon(true);
        pump.start();
        return ingest;
    }

    private static IngestProcess start(UpClient client, String file, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Tokentape.class.getName(),
                        "ingest",
                        "posts",
                        file,
                        "--bootstrap-servers=" + client.bootstrapServers(),
                        "--registry-url=" + client.registry(),
                        "--timeout=3s")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("TOKENTAPE_") || key.startsWith("KAFKA_"));
        return new IngestProcess(builder.start(), log);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void assertExit(int code) throws IOException, InterruptedException {
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(code);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void pump(List<String> lines) {
        try (BufferedWriter in = process.outputWriter()) {
            while (process.isAlive()) {
                for (int from = 0; from < lines.size(); from += LINES_AT_A_TIME) {
                    for (String line : lines.subList(from, Math.min(lines.size(), from + LINES_AT_A_TIME))) {
                        in.write(line);
                        in.newLine();
                    }
                    in.flush();
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (IOException e) {
            // It has ended.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
