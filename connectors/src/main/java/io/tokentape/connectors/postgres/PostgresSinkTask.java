package io.tokentape.connectors.postgres;

import io.tokentape.connectors.ConnectorVersion;
import io.tokentape.connectors.TaskCounters;
import io.tokentape.connectors.WireTrouble;
import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.wire.WireSerdes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * Decodes, writes, reports what could not be written. A batch is in the tables, or with the dead letters, before its
 * offsets are committed. {@code rows-written-total} and {@code rows-refused-total} add up to the records read.
 */
public final class PostgresSinkTask extends SinkTask {
    private static final Logger log = LoggerFactory.getLogger(PostgresSinkTask.class);

    private RowStore store;
    private Deserializer<Intelligence> intelligenceValues;
    private Deserializer<Alert> alertValues;
    private String alertsTopic;
    private TaskCounters.Counter written;
    private TaskCounters.Counter refused;
    private long retryMillis;

    @Override
    public void start(Map<String, String> props) {
        PostgresSinkConfig config = new PostgresSinkConfig(props);
        start(
                new PostgresRowStore(
                        config.url(), config.user(), config.password().value()),
                WireSerdes.configured(props),
                config.alertsTopic(),
                config.retryMillis());
    }

    /** Starts with the given parts. */
    void start(RowStore rows, WireSerdes serdes, String alerts, long retryAfterMillis) {
        store = rows;
        intelligenceValues = serdes.of(Intelligence.class).deserializer();
        alertValues = serdes.of(Alert.class).deserializer();
        alertsTopic = alerts;
        retryMillis = retryAfterMillis;
        TaskCounters counters = new TaskCounters(context.pluginMetrics());
        written = counters.counter("rows-written-total", "rows in the tables, repeats included");
        refused = counters.counter("rows-refused-total", "records handed to the dead letters");
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        List<Dead> dead = new ArrayList<>();
        // One statement may not touch a row twice; the later record holds.
        Map<RowKey, ProjectedRow> rows = new LinkedHashMap<>();
        try {
            for (SinkRecord record : records) {
                try {
                    ProjectedRow row = row(record);
                    RowKey key = new RowKey(record.topic(), row.id());
                    rows.remove(key);
                    rows.put(key, row);
                } catch (DataException e) {
                    dead.add(new Dead(record, e));
                }
            }
            for (RowWriter.Refused row : new RowWriter(store).write(List.copyOf(rows.values()))) {
                dead.add(new Dead(
                        row.row().origin(), new DataException(row.reason().getMessage(), row.reason())));
            }
        } catch (RetriableException e) {
            context.timeout(retryMillis);
            throw e;
        }
        dead.forEach(this::bury);
        written.add(records.size() - dead.size());
    }

    @Override
    public void stop() {
        if (store != null) {
            store.close();
        }
    }

    @Override
    public String version() {
        return ConnectorVersion.get();
    }

    private ProjectedRow row(SinkRecord record) {
        return record.topic().equals(alertsTopic)
                ? AlertRow.of(record, decode(record, alertValues))
                : IntelligenceRow.of(record, decode(record, intelligenceValues));
    }

    private static <T> T decode(SinkRecord record, Deserializer<T> values) {
        if (!(record.value() instanceof byte[] bytes)) {
            throw new DataException("no bytes in the value; is the converter ByteArrayConverter?");
        }
        if (record.timestamp() == null) {
            throw new DataException("the record has no timestamp");
        }
        try {
            return values.deserialize(record.topic(), bytes);
        } catch (RuntimeException e) {
            if (WireTrouble.mayPass(e)) {
                throw new RetriableException("cannot ask the schema registry: " + e.getMessage(), e);
            }
            throw new DataException("cannot decode: " + e.getMessage(), e);
        }
    }

    private void bury(Dead dead) {
        SinkRecord record = dead.record;
        ErrantRecordReporter reporter = context.errantRecordReporter();
        if (reporter == null) {
            throw new ConnectException(
                    "a record cannot be written and there is no dead-letter topic: " + record.topic() + "-"
                            + record.kafkaPartition() + " offset " + record.kafkaOffset(),
                    dead.reason);
        }
        log.warn(
                "Refused: {}-{} offset {}: {}",
                record.topic(),
                record.kafkaPartition(),
                record.kafkaOffset(),
                dead.reason.getMessage());
        reporter.report(record, dead.reason);
        refused.add(1);
    }

    private record RowKey(String topic, String id) {}

    private record Dead(SinkRecord record, DataException reason) {}
}
