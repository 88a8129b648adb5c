package io.tokentape.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tokentape.connectors.files.TapeRecord;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.standalone.demo.DemoEvent;
import io.tokentape.standalone.demo.DemoTape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law 5 and 6 over a process that is killed while `ingest` writes to it, and an `ingest` that is killed too: what comes
 * out is what an undisturbed run gives, each id once.
 */
class KillTest {
    private static final int EVENTS = 12_000;
    private static final int CLUSTER_TROUBLE = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);

    @TempDir
    Path dir;

    /** Ended late: ending one earlier would also end the Postgres that the next start has to end. */
    private final List<UpProcess> started = new ArrayList<>();

    @AfterEach
    void endAll() throws IOException {
        for (UpProcess up : started) {
            up.close();
        }
    }

    @Test
    void givesWhatAnUndisturbedRunGivesThoughKilledTwice() throws Exception {
        List<TapeRecord<?>> states = new ArrayList<>();
        List<String> posts = new ArrayList<>();
        DemoTape tape = new DemoTape(DemoTape.SEED, TOPICS, Clock.systemUTC());
        for (int i = 0; i < EVENTS; i++) {
            DemoEvent event = tape.next();
            if (event.isPost()) {
                posts.add(line(event.record()));
            } else {
                states.add(event.record());
            }
        }
        Path file = Files.write(dir.resolve("posts.jsonl"), posts);

        UpProcess calm = start("undisturbed");
        UpClient whole = UpClient.of(calm);
        sendStates(whole, states);
        ingest(whole, file);
        whole.awaitSettled();
        Map<String, Intelligence> undisturbed = withoutStories(whole.intelligence());
        whole.assertBooksClose();
        assertThat(whole.total()).isEqualTo(undisturbed.size());
        calm.terminate();
        assertThat(calm.awaitExit()).isZero();
        assertThat(undisturbed).hasSizeGreaterThan(posts.size() / 2);

        List<Long> postgres = new ArrayList<>();
        for (int kill = 1; kill <= 2; kill++) {
            UpProcess up = start("killed");
            UpClient client = UpClient.of(up);
            postgres.add(up.postgresPid());
            sendStates(client, states);
            List<String> some = posts.subList(0, posts.size() * kill / 3);
            try (IngestProcess load = IngestProcess.endless(client, some, dir.resolve("load.log"))) {
                int enough = undisturbed.size() * kill / 8;
                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> client.total() >= enough);
                assertThat(load.isAlive()).isTrue();
                up.kill();
                if (kill == 1) {
                    load.kill();
                } else {
                    load.assertExit(CLUSTER_TROUBLE);
                }
            }
        }

        UpProcess up = start("killed");
        UpClient client = UpClient.of(up);
        long ours = up.postgresPid();
        assertThat(postgres).noneMatch(pid -> pid != ours && UpProcess.runs(pid));
        client.sendAll(states);
        ingest(client, file);
        client.awaitSettled();
        assertThat(withoutStories(client.intelligence())).isEqualTo(undisturbed);
        client.assertBooksClose();
        await().atMost(PATIENCE).until(() -> client.total() == undisturbed.size());
        up.terminate();
        assertThat(up.awaitExit()).isZero();
        postgres.add(ours);
        assertThat(postgres).noneMatch(UpProcess::runs);
    }

    /**
     * Who told a text first depends on how far each task has come with an import, beyond what settles; the books count that
     * as behind. All else must be the same.
     */
    private static Map<String, Intelligence> withoutStories(Map<String, Intelligence> found) {
        found.values().forEach(intelligence -> intelligence.getAssets().forEach(asset -> asset.setStory(null)));
        return found;
    }

    private UpProcess start(String name) throws IOException {
        UpProcess up = UpProcess.start(dir.resolve(name), dir.resolve(name + ".err"));
        started.add(up);
        return up;
    }

    private static void sendStates(UpClient client, List<TapeRecord<?>> states) throws InterruptedException {
        client.sendAll(states);
        client.awaitStatesStored();
    }

    private void ingest(UpClient client, Path file) throws IOException, InterruptedException {
        try (IngestProcess load = IngestProcess.ofFile(client, file, dir.resolve("ingest.log"))) {
            load.assertExit(0);
        }
    }

    /** As `ingest` reads it. */
    private static String line(TapeRecord<?> record) {
        RawPost post = (RawPost) record.value();
        ObjectNode line = UpClient.JSON
                .createObjectNode()
                .put("source", post.getSource().name().toLowerCase(Locale.ROOT))
                .put("id", post.getId())
                .put("ts", Instant.ofEpochMilli(record.timestampMillis()).toString())
                .put("revision", post.getRevision())
                .put("deleted", post.getDeleted())
                .put("author", post.getAuthor())
                .put("channel", post.getChannel())
                .put("followers", post.getFollowers())
                .put("title", post.getTitle())
                .put("text", post.getText())
                .put("url", post.getUrl());
        return line.toString();
    }
}
