package io.tokentape.topology.alert;

import java.util.ArrayList;
import java.util.List;

/**
 * The bonding curve of a launch passes its marks, each told once: progress that falls back and rises again tells nothing.
 * Of an asset that is first seen below its last mark the highest mark passed is told; one that is first seen with all of
 * them passed is old, and tells nothing.
 */
public final class BondingMachine implements AlertMachine {
    public static final String ID = "alert.bonding";

    private static final String PASSED = "passed";
    private static final List<String> MARKS = List.of("first_mark", "second_mark", "last_mark");

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Step next(Subject subject, Memory memory, AlertEvent event, Rule rule) {
        if (!(event instanceof AlertEvent.Observation observation) || observation.bondingCurveProgress() == null) {
            return Step.nothing(memory);
        }
        double progress = observation.bondingCurveProgress();
        int now = 0;
        while (now < MARKS.size() && progress >= rule.number(MARKS.get(now))) {
            now++;
        }
        Trace known = memory.findLast(PASSED).orElse(null);
        if (known != null && now <= known.value()) {
            return Step.nothing(memory);
        }
        Memory remembered = memory.withOnly(
                new Trace(PASSED, "", event.at(), event.at() + rule.hoursInMillis("memory_hours"), now, null, null));
        List<Finding> findings = new ArrayList<>();
        int from = known != null ? (int) known.value() : now == MARKS.size() ? now : Math.max(0, now - 1);
        for (int mark = from; mark < now; mark++) {
            findings.add(finding(mark, progress, rule));
        }
        return new Step(remembered, findings);
    }

    private static Finding finding(int mark, double progress, Rule rule) {
        double threshold = rule.number(MARKS.get(mark));
        return Finding.ofNumbers(
                AlertKind.BONDING_CURVE,
                "",
                mark,
                "bonding curve at %d %%".formatted(Math.round(threshold * 100)),
                List.of(new Term("bonding_curve_progress", progress, threshold, rule.number("confidence"))),
                List.of());
    }
}
