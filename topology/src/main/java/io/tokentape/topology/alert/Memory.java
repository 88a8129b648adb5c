package io.tokentape.topology.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What one machine remembers of one subject, oldest first; at most {@value #MOST} traces of one name, then the
 * oldest of that name are forgotten. Immutable.
 */
public record Memory(List<Trace> traces) {
    public static final int MOST = 64;

    public static final Memory EMPTY = new Memory(List.of());

    public Memory {
        traces = List.copyOf(traces);
    }

    /**
     * With a trace more, in its place by time. It replaces one of the same name, whose and post, or where neither has a post
     * of the same time.
     */
    public Memory with(Trace added) {
        List<Trace> more = new ArrayList<>(traces.size() + 1);
        int place = 0;
        for (Trace trace : traces) {
            if (!trace.sameAs(added)) {
                more.add(trace);
                place += trace.at() <= added.at() ? 1 : 0;
            }
        }
        more.add(place, added);
        Memory remembered = new Memory(more);
        List<Trace> ofName = remembered.named(added.name());
        return ofName.size() > MOST ? remembered.without(ofName.get(0)::equals) : remembered;
    }

    /** Whether what was remembered before, and has not ended at a time, had to give way to something new of its name. */
    boolean forgot(Memory before, long at) {
        if (before.traces().size() < MOST || this.equals(before)) {
            return false;
        }
        for (Trace trace : before.traces()) {
            if (trace.until() > at
                    && !traces.contains(trace)
                    && before.named(trace.name()).get(0).equals(trace)
                    && named(trace.name()).size() == MOST) {
                return true;
            }
        }
        return false;
    }

    /** With this trace as the only one of its name. */
    public Memory withOnly(Trace added) {
        return without(trace -> trace.name().equals(added.name())).with(added);
    }

    /** Without the traces that meet a condition; this very memory when none does. */
    public Memory without(Predicate<Trace> condition) {
        List<Trace> kept = new ArrayList<>(traces.size());
        for (Trace trace : traces) {
            if (!condition.test(trace)) {
                kept.add(trace);
            }
        }
        return kept.size() == traces.size() ? this : new Memory(kept);
    }

    /** The traces of a name, oldest first. */
    public List<Trace> named(String name) {
        List<Trace> named = new ArrayList<>();
        for (Trace trace : traces) {
            if (trace.name().equals(name)) {
                named.add(trace);
            }
        }
        return named;
    }

    /** The latest trace of a name. */
    public Optional<Trace> findLast(String name) {
        for (int i = traces.size() - 1; i >= 0; i--) {
            if (traces.get(i).name().equals(name)) {
                return Optional.of(traces.get(i));
            }
        }
        return Optional.empty();
    }
}
