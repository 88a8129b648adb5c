package io.tokentape.standalone.proof;

import io.tokentape.standalone.embedded.EmbeddedBroker;
import io.tokentape.standalone.embedded.Ports;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One broker of a cluster, in a process of its own: every topic has three replicas, and a write counts once two of them
 * have it.
 */
final class BrokerProcess {
    private static final String HOST = "127.0.0.1";
    private static final String REPLICAS = "3";
    private static final String MIN_IN_SYNC = "2";

    private BrokerProcess() {}

    /** A cluster of broker processes. */
    record Cluster(String bootstrapServers, List<JavaProcess> brokers) implements AutoCloseable {
        /** Starts them and does not wait. */
        static Cluster start(Path dir) {
            int count = Integer.parseInt(REPLICAS);
            List<Integer> ports = Ports.free(2 * count);
            List<Integer> clients = ports.subList(0, count);
            List<Integer> controllers = ports.subList(count, 2 * count);
            String voters = IntStream.range(0, count)
                    .mapToObj(node -> (node + 1) + "@" + HOST + ":" + controllers.get(node))
                    .collect(Collectors.joining(","));
            String clusterId = Uuid.randomUuid().toString();
            List<JavaProcess> brokers = new ArrayList<>();
            for (int node = 0; node < count; node++) {
                brokers.add(JavaProcess.start(
                        BrokerProcess.class,
                        dir.resolve("broker-" + (node + 1) + ".log"),
                        "320m",
                        Map.of(),
                        dir.resolve("broker-" + (node + 1)).toString(),
                        clusterId,
                        Integer.toString(node + 1),
                        clients.get(node).toString(),
                        controllers.get(node).toString(),
                        voters));
            }
            return new Cluster(
                    clients.stream().map(port -> HOST + ":" + port).collect(Collectors.joining(",")), brokers);
        }

        @Override
        public void close() {
            brokers.forEach(JavaProcess::close);
        }
    }

    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[0]);
        format(dir, args[1], Integer.parseInt(args[2]));
        int port = Integer.parseInt(args[3]);
        Map<String, String> settings = new HashMap<>();
        settings.put("node.id", args[2]);
        settings.put("listeners", "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + args[4]);
        settings.put("controller.quorum.voters", args[5]);
        settings.put("default.replication.factor", REPLICAS);
        settings.put("min.insync.replicas", MIN_IN_SYNC);
        settings.put("offsets.topic.replication.factor", REPLICAS);
        settings.put("transaction.state.log.replication.factor", REPLICAS);
        settings.put("transaction.state.log.min.isr", MIN_IN_SYNC);
        settings.put("replica.lag.time.max.ms", "5000");
        EmbeddedBroker.start(dir, port, settings);
        Thread.currentThread().join();
    }

    private static void format(Path dir, String clusterId, int node) throws Exception {
        Files.createDirectories(dir);
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(node)
                .setClusterId(clusterId)
                .setDirectories(List.of(dir.toString()))
                .setMetadataLogDirectory(dir.toString())
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.latestProduction())
                .run();
    }
}
