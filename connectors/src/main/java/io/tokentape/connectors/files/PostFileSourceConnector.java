package io.tokentape.connectors.files;

import io.tokentape.connectors.ConnectorVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/**
 * Reads files of posts into the raw topics. Each task owns the files whose path falls to its number, so that a new file
 * finds its task without any of them being restarted. Every record carries its file and where in it the next line begins:
 * a restart resumes there without loss, and where the worker offers exactly once nothing is written twice either.
 */
public final class PostFileSourceConnector extends SourceConnector {
    private Map<String, String> settings;

    @Override
    public void start(Map<String, String> props) {
        settings = Map.copyOf(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return PostFileSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> configs = new ArrayList<>();
        for (int task = 0; task < maxTasks; task++) {
            Map<String, String> config = new HashMap<>(settings);
            config.put(PostFileSourceConfig.TASK, Integer.toString(task));
            config.put(PostFileSourceConfig.TASKS, Integer.toString(maxTasks));
            configs.add(config);
        }
        return configs;
    }

    @Override
    public void stop() {
        // Only tasks hold resources.
    }

    @Override
    public ConfigDef config() {
        return PostFileSourceConfig.DEFINITION;
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> connectorConfig) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    /** A batch is as good as any other: the worker's boundary at every poll fits. */
    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> connectorConfig) {
        return ConnectorTransactionBoundaries.UNSUPPORTED;
    }

    @Override
    public String version() {
        return ConnectorVersion.get();
    }
}
