package io.tokentape.standalone.doctor;

import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.topology.account.FlowBalance;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The books of a cluster against themselves and against the dead letters: nothing may be missing, and a record that the
 * books say is dead-lettered must lie there.
 */
final class Books {
    private final Map<String, Window> windows = new HashMap<>();

    private record Window(String topic, long residual, long deadLettered) {}

    /** @param key of the account; the latest of a key holds */
    void read(String key, FlowAccount account) {
        windows.put(
                key,
                new Window(
                        account.getTopic(), FlowBalance.residual(account), FlowBalance.sum(account.getDeadLettered())));
    }

    /** @param letters of the topics' steps, by the topic they come from */
    Finding compare(Map<String, Long> letters) {
        if (windows.isEmpty()) {
            return Finding.skipped("books", "no step has published any yet");
        }
        Map<String, Long> deadLettered = new TreeMap<>();
        long open = 0;
        long missing = 0;
        for (Window window : windows.values()) {
            deadLettered.merge(window.topic(), window.deadLettered(), Long::sum);
            open += window.residual() == 0 ? 0 : 1;
            missing += Math.abs(window.residual());
        }
        if (open > 0) {
            return Finding.problem(
                    "books",
                    missing + " records are missing in " + open + " of " + windows.size() + " windows",
                    "the topology has lost count of them, which is a fault of ours; docs/operations.md says what to keep");
        }
        for (Map.Entry<String, Long> topic : deadLettered.entrySet()) {
            long lie = letters.getOrDefault(topic.getKey(), 0L);
            if (lie != topic.getValue()) {
                return Finding.problem(
                        "books",
                        "of " + topic.getKey() + " they say " + topic.getValue() + " dead letters, and " + lie
                                + " lie there",
                        "while records are being put aside ask again; else see docs/operations.md");
            }
        }
        long dead = deadLettered.values().stream().mapToLong(Long::longValue).sum();
        return Finding.ok(
                "books",
                windows.size() + " windows of " + deadLettered.size() + " topics close, " + dead
                        + " dead letters among them");
    }
}
