package io.tokentape.connectors.alerts;

import io.tokentape.connectors.ConnectorVersion;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkConnector;

/** A connector whose tasks are alike: Connect shares the partitions out among them. */
public abstract class AlertSinkConnector extends SinkConnector {
    private Map<String, String> settings;

    @Override
    public final void start(Map<String, String> props) {
        settings = Map.copyOf(props);
    }

    @Override
    public final List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, settings);
    }

    @Override
    public final void stop() {
        // Only tasks hold resources.
    }

    @Override
    public final String version() {
        return ConnectorVersion.get();
    }
}
