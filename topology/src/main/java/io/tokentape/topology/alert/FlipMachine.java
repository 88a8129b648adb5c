package io.tokentape.topology.alert;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The stance of the stories about an asset has turned from one side to the other between two windows that both had enough
 * of them.
 */
public final class FlipMachine implements AlertMachine {
    public static final String ID = "alert.flip";

    private static final String STANCE = "stance";
    private static final String STORIES = "stories";
    private static final long MILLIS_A_MINUTE = 60_000;

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Step next(Subject subject, Memory memory, AlertEvent event, Rule rule) {
        if (!(event instanceof AlertEvent.Window window) || !counts(window, rule)) {
            return Step.nothing(memory);
        }
        Optional<Trace> before = memory.findLast(STANCE);
        if (before.isPresent() && before.get().at() >= window.windowEnd()) {
            return Step.nothing(memory);
        }
        long until = event.at() + rule.hoursInMillis("look_back_hours");
        Memory remembered = memory.withOnly(
                        new Trace(STANCE, "", window.windowEnd(), until, window.stance(), null, null))
                .withOnly(new Trace(STORIES, "", window.windowEnd(), until, window.stories(), null, null));
        if (before.isEmpty() || !flips(before.get().value(), window.stance(), rule)) {
            return Step.nothing(remembered);
        }
        double stories = Math.min(
                window.stories(), memory.findLast(STORIES).orElseThrow().value());
        return Step.found(remembered, finding(window, before.get().value(), stories, rule));
    }

    private static boolean counts(AlertEvent.Window window, Rule rule) {
        return window.windowMillis() == Math.round(rule.number("window_minutes") * MILLIS_A_MINUTE)
                && window.stance() != null
                && window.stories() >= rule.number("least_stories")
                && window.sources() >= rule.number("least_sources");
    }

    private static boolean flips(double before, double now, Rule rule) {
        double least = rule.number("least_stance");
        return Math.abs(now - before) >= rule.number("least_change")
                && (before <= -least && now >= least || before >= least && now <= -least);
    }

    private static Finding finding(AlertEvent.Window window, double before, double stories, Rule rule) {
        double least = rule.number("least_change");
        List<Term> terms = List.of(
                Term.rising("stance_change", Math.abs(window.stance() - before), least, 2 * least, 0.3, 0.5),
                Term.rising(
                        "stories",
                        stories,
                        rule.number("least_stories"),
                        rule.number("full_stories"),
                        0,
                        rule.number("stories_weight")),
                window.stanceConfidence() == null
                        ? Term.unknown("stance_confidence", 0)
                        : Term.rising(
                                "stance_confidence",
                                window.stanceConfidence(),
                                0,
                                1,
                                0,
                                rule.number("confidence_weight")));
        String side = window.stance() > 0 ? "bullish" : "bearish";
        return Finding.ofNumbers(
                AlertKind.SENTIMENT_FLIP,
                side,
                0,
                String.format(Locale.ROOT, "turned %s: stance %.2f after %.2f", side, window.stance(), before),
                terms,
                window.evidence().stream()
                        .map(id -> Evidence.ofPost(id, window.windowEnd()))
                        .toList());
    }
}
