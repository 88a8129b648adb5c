package io.tokentape.standalone.alerts;

import io.tokentape.schemas.avro.Alert;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How the alerts of two sets of rules differ. Alerts are the same when case, step and what decided them are; those that bear
 * another band are told too.
 *
 * @param changes by the time of the alert
 * @param present how many alerts the present rules give
 * @param changed how many the changed rules give
 */
record DryRun(List<Change> changes, int present, int changed) {
    enum What {
        APPEARS,
        DISAPPEARS,
        CHANGES_BAND;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param alert as the changed rules give it; one that disappears as the present ones do */
    record Change(What what, Alert alert) {}

    DryRun {
        changes = List.copyOf(changes);
    }

    static DryRun between(List<Alert> present, List<Alert> changed) {
        Map<String, Alert> before = byId(present);
        Map<String, Alert> after = byId(changed);
        List<Change> changes = new ArrayList<>();
        for (Alert alert : before.values()) {
            if (!after.containsKey(alert.getId())) {
                changes.add(new Change(What.DISAPPEARS, alert));
            }
        }
        for (Alert alert : after.values()) {
            Alert same = before.get(alert.getId());
            if (same == null) {
                changes.add(new Change(What.APPEARS, alert));
            } else if (same.getBand() != alert.getBand()) {
                changes.add(new Change(What.CHANGES_BAND, alert));
            }
        }
        changes.sort(Comparator.comparingLong((Change change) -> change.alert().getTDecided())
                .thenComparing(change -> change.alert().getSubject())
                .thenComparing(change -> change.alert().getId()));
        return new DryRun(changes, before.size(), after.size());
    }

    private static Map<String, Alert> byId(List<Alert> alerts) {
        Map<String, Alert> byId = new LinkedHashMap<>();
        alerts.forEach(alert -> byId.put(alert.getId(), alert));
        return byId;
    }

    long count(What what) {
        return changes.stream().filter(change -> change.what() == what).count();
    }
}
