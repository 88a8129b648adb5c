package io.tokentape.topology.alert;

import java.util.ArrayList;
import java.util.List;

/** Plays events of one subject to machines, as the step does, and keeps what they tell. */
final class Tape {
    private final AlertEngine engine = AlertEngine.shipped(AlertRules.shipped());
    private final Subject subject;
    private final List<Alert> told = new ArrayList<>();
    private SubjectState state = SubjectState.EMPTY;

    Tape(Subject subject) {
        this.subject = subject;
    }

    Tape hear(AlertEvent... events) {
        for (AlertEvent event : events) {
            take(engine.due(state, subject, event.at()));
            take(engine.next(state, subject, event));
        }
        return this;
    }

    Tape withdraw(AlertEvent post, long at) {
        return hear(new AlertEvent.Withdrawn(post.id() + "/gone", at, null, post.id()));
    }

    private void take(AlertEngine.Result result) {
        state = result.state();
        told.addAll(result.alerts());
    }

    List<Alert> told() {
        return List.copyOf(told);
    }

    SubjectState state() {
        return state;
    }

    /** One line an alert. */
    List<String> lines() {
        return told.stream()
                .map(alert -> alert.kind() + " step " + alert.step()
                        + (alert.retracted() ? " retracted" : "")
                        + (alert.stage() == null ? "" : " " + alert.fromStage() + ">" + alert.stage())
                        + (alert.venue() == null ? "" : " at " + alert.venue())
                        + (alert.dueAt() == null ? "" : " due " + alert.dueAt())
                        + ", evidence " + alert.evidence().size())
                .toList();
    }
}
