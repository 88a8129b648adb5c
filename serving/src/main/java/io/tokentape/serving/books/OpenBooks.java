package io.tokentape.serving.books;

import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.topology.account.FlowBalance;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What is missing in which window of which topic. Only windows that do not close are kept, 10,000 of them at most: there
 * should be none. Safe for use by many threads.
 */
final class OpenBooks {
    private static final int MOST_WINDOWS = 10_000;

    /** @param topic full name of the input topic */
    record Flow(String topology, String topic) {}

    private final Consumer<Flow> onNewFlow;
    private final Set<Flow> flows = ConcurrentHashMap.newKeySet();
    private final Map<String, Window> open = new LinkedHashMap<>();

    private record Window(Flow flow, long residual) {}

    /** @param onNewFlow told of each flow once, when it first appears */
    OpenBooks(Consumer<Flow> onNewFlow) {
        this.onNewFlow = onNewFlow;
    }

    /** @param key of the account; the latest of a key holds */
    void read(String key, FlowAccount account) {
        Flow flow = new Flow(account.getTopology(), account.getTopic());
        long residual = FlowBalance.residual(account);
        synchronized (open) {
            if (residual == 0) {
                open.remove(key);
            } else if (open.size() < MOST_WINDOWS || open.containsKey(key)) {
                open.put(key, new Window(flow, residual));
            }
        }
        if (flows.add(flow)) {
            onNewFlow.accept(flow);
        }
    }

    /** Records missing over all windows; what is missing in one is not made up for by what is too much in another. */
    long residual(Flow flow) {
        synchronized (open) {
            return open.values().stream()
                    .filter(window -> window.flow().equals(flow))
                    .mapToLong(window -> Math.abs(window.residual()))
                    .sum();
        }
    }

    /** How many windows do not close. */
    long windows(Flow flow) {
        synchronized (open) {
            return open.values().stream()
                    .filter(window -> window.flow().equals(flow))
                    .count();
        }
    }
}
