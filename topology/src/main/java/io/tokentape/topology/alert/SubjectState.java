package io.tokentape.topology.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that is remembered of one subject: a memory a machine, and the open cases. At most {@value #MOST_CASES} cases, then
 * those that end first are forgotten. Immutable.
 *
 * @param about the latest that was said about the subject
 * @param memories by the machine's id; none is empty
 * @param cases in the order in which they were opened
 */
public record SubjectState(About about, SortedMap<String, Memory> memories, List<Case> cases) {
    public static final SubjectState EMPTY = new SubjectState(About.NOTHING, new TreeMap<>(), List.of());

    /** Nothing is remembered that ends. */
    public static final long NEVER = Long.MAX_VALUE;

    static final int MOST_CASES = 64;

    public SubjectState {
        cases = List.copyOf(cases);
    }

    /** Whether nothing is left that would make a difference. */
    public boolean isEmpty() {
        return memories.isEmpty() && cases.isEmpty();
    }

    /** When the first of what is remembered ends, epoch milliseconds. */
    public long dueAt() {
        long due = NEVER;
        for (Memory memory : memories.values()) {
            for (Trace trace : memory.traces()) {
                due = Math.min(due, trace.until());
            }
        }
        for (Case open : cases) {
            due = Math.min(due, open.openUntil());
        }
        return due;
    }

    /** Ids of the intelligence on which something stands. */
    public Set<String> posts() {
        Set<String> posts = new TreeSet<>();
        for (Memory memory : memories.values()) {
            for (Trace trace : memory.traces()) {
                if (trace.evidence() != null) {
                    posts.add(trace.evidence().intelligenceId());
                }
            }
        }
        for (Case open : cases) {
            for (Case.Support support : open.supports()) {
                posts.add(support.evidence().intelligenceId());
            }
        }
        return posts;
    }

    Memory memory(String machine) {
        return memories.getOrDefault(machine, Memory.EMPTY);
    }

    SubjectState with(String machine, Memory memory) {
        if (memory(machine).equals(memory)) {
            return this;
        }
        SortedMap<String, Memory> changed = new TreeMap<>(memories);
        if (memory.traces().isEmpty()) {
            changed.remove(machine);
        } else {
            changed.put(machine, memory);
        }
        return new SubjectState(about, changed, cases);
    }

    SubjectState with(About said) {
        About merged = said.orElse(about);
        return merged.equals(about) ? this : new SubjectState(merged, memories, cases);
    }

    SubjectState withCases(List<Case> changed) {
        List<Case> kept = new ArrayList<>(changed);
        while (kept.size() > MOST_CASES) {
            Case first = kept.get(0);
            for (Case open : kept) {
                first = open.openUntil() < first.openUntil() ? open : first;
            }
            kept.remove(first);
        }
        return new SubjectState(about, memories, kept);
    }

    /** Without traces that have ended and cases that are closed. */
    SubjectState after(long time) {
        SortedMap<String, Memory> kept = new TreeMap<>();
        for (Map.Entry<String, Memory> entry : memories.entrySet()) {
            Memory memory = entry.getValue().without(trace -> trace.until() <= time);
            if (!memory.traces().isEmpty()) {
                kept.put(entry.getKey(), memory);
            }
        }
        return new SubjectState(
                about,
                kept,
                cases.stream().filter(open -> open.openUntil() > time).toList());
    }
}
