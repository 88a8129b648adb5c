package io.tokentape.topology.alert;

import java.util.List;

/**
 * One kind of alert, or several that belong together, as a pure function over the events of a subject. The same events in
 * the same order give the same findings; hearing an event twice changes nothing. Stateless: whatever is remembered is in the
 * {@link Memory}, and it is at most a look at that memory a event.
 */
public interface AlertMachine {
    /** Id of its rule, such as {@code alert.surge}; its memory is kept under it. */
    String id();

    /**
     * What the event changes and what it leads to.
     *
     * @param subject what the event is about
     * @param memory what the machine remembers of the subject
     * @param rule the thresholds as of the event's time
     */
    Step next(Subject subject, Memory memory, AlertEvent event, Rule rule);

    /** What a machine remembers from now on and what it has found. */
    record Step(Memory memory, List<Finding> findings) {
        public Step {
            findings = List.copyOf(findings);
        }

        public static Step nothing(Memory memory) {
            return new Step(memory, List.of());
        }

        public static Step found(Memory memory, Finding finding) {
            return new Step(memory, List.of(finding));
        }
    }
}
