package io.tokentape.topology.alert;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One cause that was told, and what has spoken for it since. Immutable.
 *
 * @param cause with kind and subject what it is
 * @param level of the last alert that holds; {@link #FALLEN} = none does
 * @param openUntil a finding of the cause from this time on opens another case, epoch milliseconds
 * @param standsOnPosts it no longer holds when the posts of its evidence are taken back
 * @param supports oldest first
 * @param omitted pieces of evidence above the limit
 * @param last the last alert, without its evidence
 */
record Case(
        String cause,
        int level,
        long openUntil,
        boolean standsOnPosts,
        List<Support> supports,
        int omitted,
        Alert last) {

    /** No level is as low. */
    static final int FALLEN = -1;

    /** Pieces of evidence that a case keeps and an alert shows. */
    static final int MOST_EVIDENCE = 16;

    private static final Comparator<Support> ORDER = Comparator.comparing(Support::evidence, Evidence.ORDER);

    /** A piece of evidence with the level and stage that it spoke for. */
    record Support(Evidence evidence, int level, LaunchStage stage) {}

    Case {
        supports = List.copyOf(supports);
    }

    /** No alert of it yet. */
    static Case opened(String cause, boolean standsOnPosts) {
        return new Case(cause, FALLEN, 0, standsOnPosts, List.of(), 0, null);
    }

    AlertKind kind() {
        return last.kind();
    }

    boolean isOf(Finding finding) {
        return kind() == finding.kind() && cause.equals(finding.cause());
    }

    List<Evidence> evidence() {
        return supports.stream().map(Support::evidence).toList();
    }

    /**
     * With the evidence of a finding: each piece once, at the highest level it spoke for. Above the limit the oldest stay.
     *
     * @param eventId pieces of this post are new; others were counted when they came
     */
    Case with(Finding finding, String eventId, long newOpenUntil) {
        List<Support> all = new ArrayList<>(supports);
        for (Evidence evidence : finding.evidence()) {
            int known = indexOf(all, evidence);
            Support support = new Support(evidence, finding.level(), finding.stage());
            if (known < 0) {
                all.add(support);
            } else if (all.get(known).level() < support.level()) {
                all.set(known, support);
            }
        }
        all.sort(ORDER);
        int more = 0;
        while (all.size() > MOST_EVIDENCE) {
            Support dropped = all.remove(all.size() - 1);
            if (supports.isEmpty() || dropped.evidence().intelligenceId().equals(eventId)) {
                more++;
            }
        }
        return new Case(
                cause,
                level,
                Math.max(openUntil, newOpenUntil),
                standsOnPosts || finding.standsOnPosts(),
                all,
                omitted + more,
                last);
    }

    private static int indexOf(List<Support> supports, Evidence evidence) {
        for (int i = 0; i < supports.size(); i++) {
            if (supports.get(i).evidence().samePlace(evidence)) {
                return i;
            }
        }
        return -1;
    }

    boolean standsOn(String intelligenceId) {
        return supports.stream()
                .anyMatch(support -> support.evidence().intelligenceId().equals(intelligenceId));
    }

    Case without(String intelligenceId) {
        List<Support> kept = supports.stream()
                .filter(support -> !support.evidence().intelligenceId().equals(intelligenceId))
                .toList();
        return new Case(cause, level, openUntil, standsOnPosts, kept, omitted, last);
    }

    /** With its latest alert, which leaves it at a level. */
    Case told(Alert alert, int newLevel) {
        return new Case(cause, newLevel, openUntil, standsOnPosts, supports, omitted, alert.withoutEvidence());
    }
}
