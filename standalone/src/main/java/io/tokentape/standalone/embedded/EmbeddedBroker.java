package io.tokentape.standalone.embedded;

import io.tokentape.schemas.catalogue.Topics;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.server.common.TransactionVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker in this process: one KRaft node, broker and controller in one, listening on loopback. Its folder holds
 * everything; a broker started on the folder of an earlier one goes on with its topics and offsets, on any port.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);

    private static final String HOST = "127.0.0.1";
    private static final String CLIENTS = "PLAINTEXT";
    private static final String CONTROLLER = "CONTROLLER";
    private static final int NODE = 1;
    private static final int PORT_ATTEMPTS = 5;
    /** Kafka leaves this file in its folder when it stops in order. */
    private static final String CLEAN_SHUTDOWN = ".kafka_cleanshutdown";

    private static final Duration FENCING_PATIENCE = Duration.ofSeconds(8);
    private static final Duration FENCING_POLL = Duration.ofMillis(20);

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts and waits until it answers.
     *
     * @param dir created when absent
     * @param port 0 = any free one
     */
    public static EmbeddedBroker start(Path dir, int port) {
        return start(dir, port, Map.of());
    }

    /** As {@link #start(Path, int)}; the settings go over ours. */
    public static EmbeddedBroker start(Path dir, int port, Map<String, String> settings) {
        // Kafka itself finds out last, seconds later.
        Ports.requireFree(HOST, port);
        Path absolute = dir.toAbsolutePath();
        format(absolute);
        fenceKilledPredecessor(absolute);
        for (int attempt = 1; ; attempt++) {
            List<Integer> free = Ports.free(2);
            int clientPort = port == 0 ? free.get(0) : port;
            int controllerPort = free.get(1);
            try {
                return startOn(absolute, clientPort, controllerPort, settings);
            } catch (RuntimeException e) {
                boolean mayBeAnother = port == 0 || Ports.isFree(HOST, port);
                if (!Ports.isTaken(e) || !mayBeAnother || attempt == PORT_ATTEMPTS) {
                    throw e;
                }
                log.info("Port {} or {} was taken meanwhile, trying others", clientPort, controllerPort);
            }
        }
    }

    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    /**
     * Lets a controller alone find that the broker that was killed here is gone. If the new broker found that itself, it
     * would begin as leader of everything, go on with the transactions of its predecessor, and then be told that there is
     * no leader; a marker that is to be sent at that moment is dropped by Kafka 4.3.1 as if its partition were deleted, and
     * the transaction stays open for ever for readers of committed records.
     */
    private static void fenceKilledPredecessor(Path dir) {
        boolean ranBefore = Files.exists(dir.resolve("__cluster_metadata-0"));
        if (!ranBefore || Files.exists(dir.resolve(CLEAN_SHUTDOWN))) {
            return;
        }
        int port = Ports.free(1).get(0);
        Map<String, String> all = new HashMap<>(settings(dir, port, port));
        all.put("process.roles", "controller");
        all.put("listeners", CONTROLLER + "://" + HOST + ":" + port);
        all.remove("advertised.listeners");
        all.remove("inter.broker.listener.name");
        all.put("broker.session.timeout.ms", "500");
        all.put("broker.heartbeat.interval.ms", "100");
        KafkaRaftServer controller = new KafkaRaftServer(new KafkaConfig(all), Time.SYSTEM);
        try {
            controller.startup();
            awaitFenced();
        } finally {
            controller.shutdown();
            controller.awaitShutdown();
        }
    }

    /** Waits until no broker is counted as there; gives up after a while, since the start that follows may go well anyway. */
    private static void awaitFenced() {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < FENCING_PATIENCE.toNanos()) {
            try {
                ObjectName counts = new ObjectName("kafka.controller:type=KafkaController,name=FencedBrokerCount");
                if (beans.isRegistered(counts) && ((Number) beans.getAttribute(counts, "Value")).intValue() > 0) {
                    return;
                }
                Thread.sleep(FENCING_POLL.toMillis());
            } catch (JMException e) {
                throw new IllegalStateException("cannot ask the controller for its brokers", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        log.warn("The broker that was killed here is not known to be gone after {}", FENCING_PATIENCE);
    }

    private static EmbeddedBroker startOn(Path dir, int port, int controllerPort, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings(dir, port, controllerPort));
        all.putAll(settings);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(all), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            server.awaitShutdown();
            throw e;
        }
        return new EmbeddedBroker(server, port);
    }

    /** Transactions are of version 1, with which the kills of our tests were survived; nothing here needs more. */
    private static void format(Path dir) {
        if (Files.exists(dir.resolve("meta.properties"))) {
            return;
        }
        try {
            Files.createDirectories(dir);
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setDirectories(List.of(dir.toString()))
                    .setMetadataLogDirectory(dir.toString())
                    .setControllerListenerName(CONTROLLER)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setFeatureLevel(TransactionVersion.FEATURE_NAME, TransactionVersion.TV_1.featureLevel())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("cannot prepare the broker's folder " + dir, e);
        }
    }

    private static Map<String, String> settings(Path dir, int port, int controllerPort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE));
        settings.put(
                "listeners",
                CLIENTS + "://" + HOST + ":" + port + "," + CONTROLLER + "://" + HOST + ":" + controllerPort);
        settings.put("advertised.listeners", CLIENTS + "://" + HOST + ":" + port);
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("inter.broker.listener.name", CLIENTS);
        // Static, because the controller's port may be another one after each start.
        settings.put("controller.quorum.voters", NODE + "@" + HOST + ":" + controllerPort);
        settings.put("log.dirs", dir.toString());

        // Topics come from the catalogue; a topic that a client mistypes must not appear.
        settings.put("auto.create.topics.enable", "false");
        // Nothing expires by time unless a topic says so: our record timestamps may be years old.
        settings.put("log.retention.ms", "-1");
        // A group that was away for longer than a week must still find where it was.
        settings.put("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE));
        // Room for the key and the headers beside the largest value.
        settings.put("message.max.bytes", Integer.toString(2 * Topics.LARGE_RECORD_BYTES));

        settings.put("default.replication.factor", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");

        // The first member of a group is usually the only one.
        settings.put("group.initial.rebalance.delay.ms", "0");
        // How long the controller waits for a broker that was killed before it believes the new one: 9 s by default.
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");
        // Readers of committed records wait for a dead producer's transaction no longer than they must.
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");

        // One process on two cores with little memory.
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "2");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
        return settings;
    }
}
