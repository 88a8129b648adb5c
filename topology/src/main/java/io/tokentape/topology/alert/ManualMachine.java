package io.tokentape.topology.alert;

import java.util.List;

/** What an operator entered is an alert as it stands: each revision once, and its deletion takes it back. */
public final class ManualMachine implements AlertMachine {
    public static final String ID = "alert.manual";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Step next(Subject subject, Memory memory, AlertEvent event, Rule rule) {
        if (!(event instanceof AlertEvent.Entry entry)) {
            return Step.nothing(memory);
        }
        return Step.found(
                memory,
                new Finding(
                        AlertKind.MANUAL,
                        entry.id(),
                        entry.revision(),
                        null,
                        null,
                        null,
                        entry.title(),
                        entry.content(),
                        List.of(new Term("operator", entry.confidence(), null, entry.confidence())),
                        List.of(),
                        false,
                        entry.deleted()));
    }
}
