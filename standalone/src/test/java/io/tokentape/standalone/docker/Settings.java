package io.tokentape.standalone.docker;

import io.tokentape.serving.ServingConfig;
import io.tokentape.topology.runtime.TopologyConfig;
import java.util.Map;
import java.util.function.Function;

/** Asks a configuration whether it reads a variable: one that does either changes by an odd value or names it. */
final class Settings {
    private static final String ODD = "odd.value";

    private Settings() {}

    static boolean knownToTopology(String key) {
        return known(key, TopologyConfig::fromEnv);
    }

    static boolean knownToServing(String key) {
        return known(key, ServingConfig::fromEnv);
    }

    private static boolean known(String key, Function<Map<String, String>, Object> read) {
        try {
            return !read.apply(Map.of(key, ODD)).equals(read.apply(Map.of()));
        } catch (IllegalArgumentException e) {
            return e.getMessage().contains(key);
        }
    }
}
