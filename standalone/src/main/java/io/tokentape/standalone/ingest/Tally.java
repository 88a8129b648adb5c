package io.tokentape.standalone.ingest;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What became of the lines: read = sent + rejected + skipped. Safe for use by many threads. */
final class Tally {
    private final Map<String, Long> rejected = new TreeMap<>();
    private final Map<String, Long> skipped = new TreeMap<>();
    private long read;

    synchronized void read() {
        read++;
    }

    synchronized void reject(String reason) {
        rejected.merge(reason, 1L, Long::sum);
    }

    synchronized void skip(String reason) {
        skipped.merge(reason, 1L, Long::sum);
    }

    synchronized long linesRead() {
        return read;
    }

    synchronized boolean anyRejected() {
        return !rejected.isEmpty();
    }

    /** One line for people and simple programs. */
    synchronized String summary(long sent, double seconds) {
        StringBuilder summary = new StringBuilder("read ")
                .append(read)
                .append(", sent ")
                .append(sent)
                .append(", rejected ")
                .append(shown(rejected));
        if (!skipped.isEmpty()) {
            summary.append(", skipped ").append(shown(skipped));
        }
        return summary.append(String.format(java.util.Locale.ROOT, ", in %.1f s", seconds))
                .toString();
    }

    private static String shown(Map<String, Long> counts) {
        long sum = counts.values().stream().mapToLong(Long::longValue).sum();
        return counts.isEmpty()
                ? "0"
                : counts.entrySet().stream()
                        .map(count -> count.getKey() + " " + count.getValue())
                        .collect(Collectors.joining(", ", sum + " (", ")"));
    }
}
