package io.tokentape.standalone.up;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the applications inside `up` read instead of the environment of the process. */
final class AppEnvironment {
    private AppEnvironment() {}

    /**
     * The environment without what it says about another cluster or database: only our own keys go through.
     *
     * @param stateDir of this application alone
     */
    static Map<String, String> of(
            Map<String, String> env, UpOptions options, String bootstrapServers, String registryUrl, Path stateDir) {
        Map<String, String> settings = new HashMap<>(env);
        settings.keySet()
                .removeIf(key -> key.startsWith("KAFKA_")
                        || key.startsWith("SCHEMA_REGISTRY_")
                        || key.startsWith("DATABASE_")
                        || AlertSinks.owns(key));
        settings.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        settings.put("SCHEMA_REGISTRY_URL", registryUrl);
        settings.put("TOKENTAPE_PREFIX", options.prefix());
        settings.put("TOKENTAPE_STATE_DIR", stateDir.toString());
        // Old posts are imported here, and their state is as old.
        settings.put("TOKENTAPE_HISTORY_LIMIT", "unlimited");
        // A process that was killed is still a member of its groups. Under the same name the next one takes its place
        // at
        // once; under a new one it waits 45 s for the old one to be given up.
        settings.put("KAFKA_GROUP_INSTANCE_ID", "up");
        settings.put("KAFKA_SESSION_TIMEOUT_MS", "10000");
        // A member learns with its heartbeat that the others have come, and each of the stream threads is one.
        settings.put("KAFKA_HEARTBEAT_INTERVAL_MS", "500");
        return settings;
    }
}
