package io.tokentape.serving.query;

import java.util.Arrays;
import java.util.Optional;

/** What can be read by key. */
public enum ViewTable {
    /** Key: intelligence id. */
    INTELLIGENCE("intelligence"),
    /** Key: asset. The observation with the latest timestamp. */
    TOKEN_STATE("token-state"),
    /** Key: {@link StatsKeys#latest}. The statistics of the latest window of each length. */
    TOKEN_STATS("token-stats") {
        @Override
        public String ownerKey(String key) {
            return StatsKeys.assetOfLatest(key);
        }
    },
    /** Key: {@link StatsKeys#ranked}, so it is scanned: the latest window first, and in it the best rank. */
    TRENDING("trending");

    private final String path;

    ViewTable(String path) {
        this.path = path;
    }

    /** Its name between instances. */
    public String path() {
        return path;
    }

    /** The key of the records that its row is made of: who owns their partition owns the row. */
    public String ownerKey(String key) {
        return key;
    }

    static Optional<ViewTable> findByPath(String path) {
        return Arrays.stream(values()).filter(table -> table.path.equals(path)).findFirst();
    }
}
