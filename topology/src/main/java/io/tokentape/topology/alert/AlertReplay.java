package io.tokentape.topology.alert;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A tape of events in memory, and what an engine makes of it from its start: the same as the step makes of it, in the exact
 * order of the tape. For use by one thread.
 */
public final class AlertReplay {
    private static final Comparator<Input> ORDER =
            Comparator.comparingLong(Input::at).thenComparing(Input::id).thenComparing(Input::key);

    private static final Comparator<Subject> BY_NAME =
            Comparator.comparing(Subject::kind).thenComparing(Subject::name);

    private final List<Input> inputs = new ArrayList<>();

    /**
     * One record of the tape.
     *
     * @param id tells records of one time apart
     * @param key of the record
     * @param subject null for a withdrawal, which may touch any
     */
    private record Input(long at, String id, String key, Subject subject, AlertEvent event) {}

    /** @param id of the cue, by which the step orders those of one time */
    public void add(Subject subject, String id, AlertEvent event) {
        inputs.add(new Input(event.at(), id, subject.name(), subject, event));
    }

    public void add(AlertEvent.Withdrawn withdrawn) {
        inputs.add(new Input(withdrawn.at(), withdrawn.id(), withdrawn.intelligenceId(), null, withdrawn));
    }

    /** How many events there are. */
    public int size() {
        return inputs.size();
    }

    /**
     * All alerts of the tape by the time they were decided.
     *
     * @param until epoch milliseconds, exclusive: events from then on are left out, timers before it fire
     */
    public List<Alert> run(AlertEngine engine, long until) {
        inputs.sort(ORDER);
        Run run = new Run(engine);
        for (Input input : inputs) {
            if (input.at() < until) {
                run.take(input);
            }
        }
        return run.finished(until);
    }

    private static final class Run {
        private final AlertEngine engine;
        private final List<Alert> alerts = new ArrayList<>();
        private final Map<Subject, SubjectState> states = new TreeMap<>(BY_NAME);
        /** Which subjects have ever stood on a post; one that no longer does is not touched by its withdrawal. */
        private final Map<String, Set<Subject>> standing = new HashMap<>();

        Run(AlertEngine engine) {
            this.engine = engine;
        }

        void take(Input input) {
            if (input.event() instanceof AlertEvent.Withdrawn withdrawn) {
                standing.getOrDefault(withdrawn.intelligenceId(), Set.of()).forEach(subject -> next(subject, input));
            } else {
                next(input.subject(), input);
            }
        }

        private void next(Subject subject, Input input) {
            AlertEngine.Result result = engine.next(due(subject, input.at()), subject, input.event());
            alerts.addAll(result.alerts());
            if (result.state().isEmpty()) {
                states.remove(subject);
                return;
            }
            states.put(subject, result.state());
            for (String post : result.state().posts()) {
                standing.computeIfAbsent(post, id -> new LinkedHashSet<>()).add(subject);
            }
        }

        private SubjectState due(Subject subject, long upTo) {
            AlertEngine.Result due = engine.due(states.getOrDefault(subject, SubjectState.EMPTY), subject, upTo);
            alerts.addAll(due.alerts());
            // Nothing else is remembered of a subject of which all has ended.
            return due.state().isEmpty() ? SubjectState.EMPTY : due.state();
        }

        List<Alert> finished(long until) {
            states.keySet().forEach(subject -> due(subject, until - 1));
            alerts.sort(Comparator.comparingLong(Alert::tDecided)
                    .thenComparing(alert -> alert.subject().name())
                    .thenComparingInt(Alert::step)
                    .thenComparing(Alert::id));
            return alerts;
        }
    }
}
