package io.tokentape.standalone.embedded;

import io.tokentape.schemas.catalogue.Topics;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /**
     * Transactions are of version 1. In version 2 each has an epoch of its own, and a broker that was killed between two
     * markers of one transaction refuses, when it is back, to write the first of them again, and gives up the others: that
     * transaction then never ends, and readers of committed records wait for ever.
     */
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
