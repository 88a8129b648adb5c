package io.tokentape.serving.query;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The other instances. */
public interface Peers {
    /** Asks one instance for keys that it owns; the future fails when the instance does. Absent keys are left out. */
    CompletableFuture<Map<String, Stored>> fetch(String address, ViewTable table, List<String> keys);
}
