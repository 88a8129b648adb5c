package io.tokentape.connectors.postgres;

import io.tokentape.connectors.ConnectorVersion;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * Keeps the tables {@code intelligence} and {@code alerts} as projections of their topics: one row an id, the latest record holds. Writing a
 * record twice changes nothing, so that redelivery after a crash is harmless. What Postgres cannot hold goes to the
 * dead-letter topic with its reason, and the sink goes on.
 */
public final class PostgresSinkConnector extends SinkConnector {
    private Map<String, String> settings;

    @Override
    public void start(Map<String, String> props) {
        settings = Map.copyOf(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return PostgresSinkTask.class;
    }

    /** All tasks are alike: Connect shares the partitions out among them. */
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, settings);
    }

    @Override
    public void stop() {
        // Only tasks hold resources.
    }

    @Override
    public ConfigDef config() {
        return PostgresSinkConfig.DEFINITION;
    }

    @Override
    public String version() {
        return ConnectorVersion.get();
    }
}
