package io.tokentape.connectors.alerts;

import java.util.LinkedHashMap;
import java.util.Map;

/** The ids of the last alerts told, so that a record that comes again is not told again. Bounded; for one thread. */
final class RecentIds {
    private static final int MOST = 10_000;

    private final Map<String, Boolean> ids = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    };

    boolean contains(String id) {
        return ids.containsKey(id);
    }

    void add(String id) {
        ids.put(id, true);
    }
}
