package io.tokentape.serving.query;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The other instances. Every future fails when the instance does. */
public interface Peers {
    /** Asks one instance for keys that it owns. Absent keys are left out. */
    CompletableFuture<Map<String, Stored>> fetch(String address, ViewTable table, List<String> keys);

    /** Asks one instance for keys that another owns. */
    CompletableFuture<Copies> fetchCopies(String address, ViewTable table, List<String> keys);

    /** Asks one instance for its first rows under a prefix. */
    CompletableFuture<List<Stored>> scan(String address, ViewTable table, String prefix, int limit);
}
