package io.tokentape.connectors.alerts;

import io.tokentape.connectors.ConnectorVersion;
import io.tokentape.connectors.TaskCounters;
import io.tokentape.connectors.WireTrouble;
import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.wire.WireSerdes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells alerts in the order of their partition, each confirmed by the receiver before the next goes out and before its
 * offset is committed. While the receiver is away the batch waits, with pauses that grow, and is never given up; what was
 * confirmed of it is not told again, unless the process is killed meanwhile. Alerts that the receiver will never take go to
 * the dead letters. {@code alerts-delivered-total}, {@code alerts-skipped-total} and {@code alerts-refused-total} add up to
 * the records read.
 */
public abstract class AlertSinkTask extends SinkTask {
    private static final Logger log = LoggerFactory.getLogger(AlertSinkTask.class);

    /** Of the batch that is being told: what has been dealt with. */
    private final Set<Position> done = new HashSet<>();

    /** When the batch that is being told came first, by which its alerts are too old or not; negative = there is none. */
    private long arrivedMillis = -1;

    /** Skipped for their age, and not yet logged. */
    private int tooOld;

    private final RecentIds told = new RecentIds();
    private Deserializer<Alert> deserializer;
    private AlertOutlet outlet;
    private AlertFilter filter;
    private Backoff backoff;
    private Clock clock;
    private long maxAgeMillis;
    private long putMaxMillis;
    private TaskCounters.Counter delivered;
    private TaskCounters.Counter skipped;
    private TaskCounters.Counter refused;
    private TaskCounters.Counter failures;
    private TaskCounters.Counter lateness;

    /** Starts with the given parts; what a sink's own {@code start} calls. */
    protected final void start(
            AlertSinkConfig config, AlertOutlet receiver, Deserializer<Alert> values, Clock wallClock) {
        outlet = receiver;
        deserializer = values;
        clock = wallClock;
        filter = config.filter();
        backoff = config.backoff();
        maxAgeMillis = config.maxAgeMillis();
        putMaxMillis = config.putMaxMillis();
        TaskCounters counters = new TaskCounters(context.pluginMetrics());
        delivered = counters.counter("alerts-delivered-total", "alerts that the receiver confirmed");
        skipped = counters.counter("alerts-skipped-total", "alerts not told: filtered, too old, or told before");
        refused = counters.counter("alerts-refused-total", "records handed to the dead letters");
        failures = counters.counter("delivery-failures-total", "attempts that failed and are made again");
        lateness = counters.counter(
                "delivery-lateness-millis-total",
                "milliseconds from decision to confirmation, of all delivered alerts");
    }

    protected static Deserializer<Alert> deserializer(Map<String, String> settings) {
        return WireSerdes.configured(settings).of(Alert.class).deserializer();
    }

    @Override
    public final void put(Collection<SinkRecord> records) {
        long started = clock.millis();
        if (arrivedMillis < 0) {
            arrivedMillis = started;
        }
        List<Waiting> waiting = new ArrayList<>();
        for (SinkRecord record : records) {
            if (!done.contains(Position.of(record))) {
                sort(record, waiting);
            }
        }
        if (tooOld > 0) {
            log.warn("{} alerts were decided more than {} ms ago and are not told", tooOld, maxAgeMillis);
            tooOld = 0;
        }
        int next = 0;
        boolean alone = false;
        while (next < waiting.size()) {
            if (next > 0 && clock.millis() - started > putMaxMillis) {
                context.timeout(1);
                throw new RetriableException(
                        "interrupted after " + putMaxMillis + " ms, to go on with the rest of the batch");
            }
            int count = alone ? 1 : outlet.together(waiting.size() - next);
            List<Waiting> group = waiting.subList(next, next + count);
            try {
                outlet.deliver(group.stream().map(Waiting::alert).toList());
                backoff.succeeded();
                group.forEach(this::delivered);
                next += count;
            } catch (OutletAwayException e) {
                failures.add(1);
                context.timeout(backoff.failed(e.retryAfter()));
                throw new RetriableException(e.getMessage(), e);
            } catch (AlertRefusedException e) {
                if (count > 1) {
                    // One of them spoils the rest: each by itself shows which.
                    alone = true;
                } else {
                    bury(group.get(0).record(), new DataException(e.getMessage(), e));
                    next++;
                }
            }
        }
        if (!records.isEmpty()) {
            // The sooner the offsets are committed, the less is told again after a kill.
            context.requestCommit();
        }
        done.clear();
        arrivedMillis = -1;
    }

    /** Deals at once with what is not to be told. */
    private void sort(SinkRecord record, List<Waiting> waiting) {
        Alert alert;
        try {
            alert = decode(record);
        } catch (DataException e) {
            bury(record, e);
            return;
        }
        boolean again = told.contains(alert.getId())
                || waiting.stream().anyMatch(other -> other.alert().getId().equals(alert.getId()));
        boolean wanted = !again && filter.wants(alert);
        boolean old = maxAgeMillis >= 0 && arrivedMillis - alert.getTDecided() > maxAgeMillis;
        if (!wanted || old) {
            tooOld += wanted ? 1 : 0;
            skipped.add(1);
            done.add(Position.of(record));
        } else {
            waiting.add(new Waiting(record, alert));
        }
    }

    private void delivered(Waiting waiting) {
        told.add(waiting.alert().getId());
        done.add(Position.of(waiting.record()));
        delivered.add(1);
        lateness.add(Math.max(0, clock.millis() - waiting.alert().getTDecided()));
    }

    private Alert decode(SinkRecord record) {
        if (!(record.value() instanceof byte[] bytes)) {
            throw new DataException("no bytes in the value; is the converter ByteArrayConverter?");
        }
        try {
            return deserializer.deserialize(record.topic(), bytes);
        } catch (RuntimeException e) {
            if (WireTrouble.mayPass(e)) {
                failures.add(1);
                context.timeout(backoff.failed(Optional.empty()));
                throw new RetriableException("cannot ask the schema registry: " + e.getMessage(), e);
            }
            throw new DataException("cannot decode: " + e.getMessage(), e);
        }
    }

    private void bury(SinkRecord record, DataException reason) {
        Position position = Position.of(record);
        ErrantRecordReporter reporter = context.errantRecordReporter();
        if (reporter == null) {
            throw new ConnectException(
                    "an alert cannot be told and there is no dead-letter topic: " + position, reason);
        }
        log.warn("Refused: {}: {}", position, reason.getMessage());
        reporter.report(record, reason);
        refused.add(1);
        done.add(position);
    }

    /** Another task goes on where the offsets say. */
    @Override
    public final void close(Collection<TopicPartition> partitions) {
        done.removeIf(position -> partitions.contains(new TopicPartition(position.topic(), position.partition())));
        arrivedMillis = -1;
    }

    @Override
    public final void stop() {
        if (outlet != null) {
            outlet.close();
        }
    }

    @Override
    public final String version() {
        return ConnectorVersion.get();
    }

    private record Waiting(SinkRecord record, Alert alert) {}

    private record Position(String topic, int partition, long offset) {
        static Position of(SinkRecord record) {
            return new Position(record.originalTopic(), record.originalKafkaPartition(), record.originalKafkaOffset());
        }

        @Override
        public String toString() {
            return topic + "-" + partition + " offset " + offset;
        }
    }
}
