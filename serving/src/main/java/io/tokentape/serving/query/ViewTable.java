package io.tokentape.serving.query;

import java.util.Arrays;
import java.util.Optional;

/** What can be read by key. */
public enum ViewTable {
    /** Key: intelligence id. */
    INTELLIGENCE("intelligence"),
    /** Key: asset. The observation with the latest timestamp. */
    TOKEN_STATE("token-state");

    private final String path;

    ViewTable(String path) {
        this.path = path;
    }

    /** Its name between instances. */
    public String path() {
        return path;
    }

    static Optional<ViewTable> findByPath(String path) {
        return Arrays.stream(values()).filter(table -> table.path.equals(path)).findFirst();
    }
}
