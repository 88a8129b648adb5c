package io.tokentape.topology.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One topology as an application of its own on the cluster. Safe for use by many threads. */
final class RunningTopology {
    private static final Logger log = LoggerFactory.getLogger(RunningTopology.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private final String name;
    private final KafkaStreams streams;
    private final KafkaStreamsMetrics metrics;
    private final FailurePolicy failures = new FailurePolicy(Clock.systemUTC());
    private final boolean staticMember;

    /** @param stopped run when it has stopped, by {@link #stop} or by itself */
    RunningTopology(String name, Topology topology, Properties settings, MeterRegistry meters, Runnable stopped) {
        this.name = name;
        staticMember = settings.containsKey(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        streams = new KafkaStreams(topology, settings);
        streams.setUncaughtExceptionHandler(failures);
        streams.setStateListener((now, before) -> {
            log.info("topology {} {} -> {}", name, before, now);
            if (now == KafkaStreams.State.ERROR) {
                failures.stoppedByItself();
            }
            if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
                stopped.run();
            }
        });
        metrics = new KafkaStreamsMetrics(streams);
        metrics.bindTo(meters);
    }

    void start() {
        streams.start();
    }

    boolean running() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    Optional<Throwable> failure() {
        return failures.fatal();
    }

    /**
     * Stops it. A member with a lasting name keeps its place in the group; any other gives it up at once.
     *
     * @return false when it did not stop in time, and its threads may still be at work
     */
    boolean stop() {
        boolean stopped = streams.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(
                        staticMember
                                ? CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP
                                : CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        if (!stopped) {
            log.warn("the topology {} did not stop within {}", name, CLOSE_TIMEOUT);
        }
        metrics.close();
        return stopped;
    }
}
