package io.tokentape.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tokentape.connectors.files.TapeRecord;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.standalone.demo.DemoEvent;
import io.tokentape.standalone.demo.DemoTape;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Law 5 and 6 over a process that is killed: what comes out is what an undisturbed run gives, each id once. */
class KillTest {
    private static final int EVENTS = 12_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);

    @TempDir
    Path dir;

    private final int kafkaPort = UpProcess.freePort();
    private final int registryPort = UpProcess.freePort();

    @Test
    void givesWhatAnUndisturbedRunGivesThoughKilledTwice() throws Exception {
        List<TapeRecord<?>> states = new ArrayList<>();
        List<TapeRecord<?>> posts = new ArrayList<>();
        DemoTape tape = new DemoTape(DemoTape.SEED, TOPICS, Clock.systemUTC());
        for (int i = 0; i < EVENTS; i++) {
            DemoEvent event = tape.next();
            (event.isPost() ? posts : states).add(event.record());
        }

        Map<String, Intelligence> undisturbed;
        try (UpProcess up = start("undisturbed")) {
            UpClient client = UpClient.of(up, kafkaPort, registryPort);
            client.sendAll(states);
            client.awaitStatesStored();
            client.sendAll(posts);
            client.awaitSettled();
            undisturbed = client.intelligence();
            client.assertBooksClose();
            assertThat(client.total()).isEqualTo(undisturbed.size());
            up.terminate();
            assertThat(up.awaitExit()).isZero();
        }
        assertThat(undisturbed).hasSizeGreaterThan(posts.size() / 2);

        List<Long> postgres = new ArrayList<>();
        for (int kill = 1; kill <= 2; kill++) {
            try (UpProcess up = start("killed")) {
                UpClient client = UpClient.of(up, kafkaPort, registryPort);
                postgres.add(up.postgresPid());
                client.sendAll(states);
                client.awaitStatesStored();
                client.sendAll(posts.subList(0, posts.size() * kill / 3));
                int some = undisturbed.size() * kill / 8;
                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> client.total() >= some);
                up.kill();
            }
        }
        try (UpProcess up = start("killed")) {
            UpClient client = UpClient.of(up, kafkaPort, registryPort);
            long ours = up.postgresPid();
            assertThat(postgres).noneMatch(pid -> pid != ours && UpProcess.runs(pid));
            client.sendAll(states);
            client.sendAll(posts);
            client.awaitSettled();
            assertThat(client.intelligence()).isEqualTo(undisturbed);
            client.assertBooksClose();
            await().atMost(PATIENCE).until(() -> client.total() == undisturbed.size());
            postgres.add(up.postgresPid());
            up.terminate();
            assertThat(up.awaitExit()).isZero();
        }
        assertThat(postgres).noneMatch(UpProcess::runs);
    }

    private UpProcess start(String name) throws IOException {
        return UpProcess.start(
                dir.resolve(name),
                dir.resolve(name + ".err"),
                "--kafka-port=" + kafkaPort,
                "--registry-port=" + registryPort);
    }
}
