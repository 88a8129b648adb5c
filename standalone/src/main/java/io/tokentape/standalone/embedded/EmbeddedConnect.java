package io.tokentape.standalone.embedded;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.apache.kafka.connect.converters.ByteArrayConverter;
import org.apache.kafka.connect.errors.NotFoundException;
import org.apache.kafka.connect.runtime.AbstractStatus;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.Herder;
import org.apache.kafka.connect.runtime.Herder.Created;
import org.apache.kafka.connect.runtime.RestartRequest;
import org.apache.kafka.connect.runtime.distributed.DistributedHerder;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorInfo;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;
import org.apache.kafka.connect.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Connect worker in this process, with its REST port on loopback. It is a distributed worker although it is alone: only
 * that kind offers exactly once for sources, and it keeps connectors and offsets in the broker.
 */
public final class EmbeddedConnect implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedConnect.class);

    private static final String HOST = "127.0.0.1";
    private static final long PATIENCE_SECONDS = 60;

    private final Connect<DistributedHerder> connect;

    private EmbeddedConnect(Connect<DistributedHerder> connect) {
        this.connect = connect;
    }

    /**
     * Starts; the REST port answers when this returns, the worker itself may still be joining its group.
     *
     * @param port 0 = any free one
     */
    public static EmbeddedConnect start(String bootstrapServers, int port) {
        return start(bootstrapServers, port, Map.of());
    }

    /** As {@link #start(String, int)}; the settings go over ours. */
    public static EmbeddedConnect start(String bootstrapServers, int port, Map<String, String> settings) {
        // The worker ends the whole process when it cannot have its port.
        Ports.requireFree(HOST, port);
        Map<String, String> all = new HashMap<>(settings(bootstrapServers, port));
        all.putAll(settings);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try {
            return new EmbeddedConnect(new ConnectDistributed().startConnect(all));
        } finally {
            // The worker leaves its plugin loader on the thread that starts it.
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    public URI url() {
        return URI.create(
                "http://" + HOST + ":" + connect.rest().advertisedUrl().getPort());
    }

    /**
     * Creates the connector, or gives it these settings when it has others. Waits until the worker has taken them.
     *
     * @throws IllegalStateException when the worker refuses them or does not answer
     */
    public void put(String name, Map<String, String> settings) {
        Map<String, String> wanted = new HashMap<>(settings);
        wanted.put("name", name);
        Map<String, String> current = ask(name, done -> connect.herder().connectorConfig(name, done));
        // The same settings once more would restart the connector for nothing.
        if (!wanted.equals(current)) {
            Created<ConnectorInfo> taken =
                    ask(name, done -> connect.herder().putConnectorConfig(name, wanted, true, done));
            log.info("Connector {} {}", name, taken.created() ? "created" : "changed");
        }
    }

    /** Removes the connector where there is one. What its consumer group has read stays known. */
    public void remove(String name) {
        Created<ConnectorInfo> removed = ask(name, done -> connect.herder().deleteConnectorConfig(name, done));
        if (removed != null) {
            log.info("Connector {} removed", name);
        }
    }

    /** Why the connector or one of its tasks has failed; empty = none has, or the worker does not know it yet. */
    public Optional<String> failure(String name) {
        try {
            ConnectorStateInfo state = connect.herder().connectorStatus(name);
            return Stream.concat(Stream.of(state.connector()), state.tasks().stream())
                    .filter(part -> part.state().equals(AbstractStatus.State.FAILED.name()))
                    .map(part -> part.trace() == null
                            ? "no reason given"
                            : part.trace().lines().findFirst().orElse(""))
                    .findFirst();
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** Sum of a counter over the tasks of a connector that run now; 0 while none does. */
    public static double taskCounter(String connector, String counter) {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        double sum = 0;
        try {
            ObjectName tasks = new ObjectName("kafka.connect:type=plugins,connector=" + connector + ",*");
            for (ObjectName task : beans.queryNames(tasks, null)) {
                sum += ((Number) beans.getAttribute(task, counter)).doubleValue();
            }
        } catch (InstanceNotFoundException | AttributeNotFoundException e) {
            log.debug("a task of {} ends, or begins, at this moment", connector, e);
        } catch (JMException e) {
            throw new IllegalStateException("cannot read " + counter + " of " + connector, e);
        }
        return sum;
    }

    /** Asks the worker to restart what of the connector has failed, and does not wait for it. */
    public void restartFailed(String name) {
        connect.herder().restartConnectorAndTasks(new RestartRequest(name, true, true), (error, state) -> {
            if (error != null) {
                log.warn("Connector {} was not restarted", name, error);
            }
        });
    }

    /** What the worker answers; null when it knows no such connector. */
    private static <T> T ask(String name, Consumer<Callback<T>> question) {
        CompletableFuture<T> done = new CompletableFuture<>();
        question.accept((error, answer) -> {
            if (error == null) {
                done.complete(answer);
            } else if (error instanceof NotFoundException) {
                done.complete(null);
            } else {
                done.completeExceptionally(error);
            }
        });
        try {
            return done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Connect refuses the connector " + name, e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("Connect does not take the connector " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the connector " + name, e);
        }
    }

    /** The worker itself, to look at connectors. */
    Herder herder() {
        return connect.herder();
    }

    @Override
    public void close() {
        connect.stop();
        connect.awaitStop();
    }

    private static Map<String, String> settings(String bootstrapServers, int port) {
        Map<String, String> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("group.id", "tokentape-connect");
        settings.put("listeners", "http://" + HOST + ":" + port);
        settings.put("plugin.discovery", "service_load");
        settings.put("exactly.once.source.support", "enabled");
        // Our connectors bring their own serdes.
        settings.put("key.converter", ByteArrayConverter.class.getName());
        settings.put("value.converter", ByteArrayConverter.class.getName());
        for (String store : new String[] {"config", "offset", "status"}) {
            settings.put(store + ".storage.topic", "tokentape-connect-" + store);
            settings.put(store + ".storage.replication.factor", "1");
        }
        settings.put("offset.storage.partitions", "1");
        settings.put("status.storage.partitions", "1");
        settings.put("offset.flush.interval.ms", "2000");
        // A worker that was killed is still a member of its group: the next one waits for this long.
        settings.put("session.timeout.ms", "6000");
        settings.put("heartbeat.interval.ms", "2000");
        settings.put("scheduled.rebalance.max.delay.ms", "0");
        settings.put("consumer.isolation.level", "read_committed");
        settings.put("producer.max.request.size", Integer.toString(8 << 20));
        settings.put("consumer.session.timeout.ms", "6000");
        settings.put("consumer.heartbeat.interval.ms", "2000");
        settings.put("connector.client.config.override.policy", "All");
        return settings;
    }
}
