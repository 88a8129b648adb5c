package io.tokentape.topology.alert;

import java.util.ArrayList;
import java.util.List;

/**
 * Many more stories about an asset than it is used to, from several sources: the velocity of one of its windows against the
 * asset's own past. An asset without a past needs more stories to be told. Windows of other lengths that surge at the same
 * time speak for the same cause.
 */
public final class SurgeMachine implements AlertMachine {
    public static final String ID = "alert.surge";

    private static final String SURGING = "surging";
    private static final double MILLIS_A_MINUTE = 60_000;

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Step next(Subject subject, Memory memory, AlertEvent event, Rule rule) {
        if (!(event instanceof AlertEvent.Window window) || !surges(window, rule)) {
            return Step.nothing(memory);
        }
        String length = Long.toString(window.windowMillis());
        List<Term> terms = new ArrayList<>();
        terms.add(
                window.velocity() == null
                        ? new Term("stories", (double) window.stories(), rule.number("stories_without_past"), 0.4)
                        : Term.rising(
                                "mentions_z",
                                window.velocity(),
                                rule.number("least_velocity"),
                                rule.number("full_velocity"),
                                0.4,
                                0.6));
        terms.add(Term.rising(
                "sources",
                window.sources(),
                rule.number("least_sources"),
                rule.number("full_sources"),
                0,
                rule.number("sources_weight")));
        long others = memory.named(SURGING).stream()
                .filter(trace -> !trace.who().equals(length) && trace.until() > event.at())
                .count();
        terms.add(
                new Term("other_windows", (double) others, 1.0, others > 0 ? rule.number("other_windows_weight") : 0));
        String title = "%d stories from %d sources in %s"
                .formatted(window.stories(), window.sources(), minutes(window.windowMillis()));
        // A window that surges counts beside the others until its successor has closed.
        Memory remembered = memory.with(new Trace(
                SURGING, length, window.windowEnd(), window.windowEnd() + 2 * window.windowMillis(), 1, null, null));
        return Step.found(
                remembered,
                Finding.ofNumbers(
                        AlertKind.SURGE,
                        "",
                        0,
                        title,
                        terms,
                        window.evidence().stream()
                                .map(id -> Evidence.ofPost(id, window.windowEnd()))
                                .toList()));
    }

    private static boolean surges(AlertEvent.Window window, Rule rule) {
        if (window.sources() < rule.number("least_sources")) {
            return false;
        }
        return window.velocity() == null
                ? window.stories() >= rule.number("stories_without_past")
                : window.stories() >= rule.number("least_stories")
                        && window.velocity() >= rule.number("least_velocity");
    }

    private static String minutes(long millis) {
        return Math.round(millis / MILLIS_A_MINUTE) + " min";
    }
}
