package io.tokentape.topology.alert;

import java.util.List;
import java.util.Objects;

/**
 * What a machine has found; the engine makes an alert of it, a further step of a case, or only evidence.
 *
 * @param cause with kind and subject what the case is, such as the venue of a listing; may be empty
 * @param level rises with what the case comes to: a step is told when it rises, or the band of the confidence does
 * @param stage of a launch what it reached; else null
 * @param venue exchange or launchpad, lower case; null = none named
 * @param dueAt ISO 8601 in UTC; null = not stated
 * @param title one line
 * @param content the whole message; null = the title says it all
 * @param terms their contributions sum to the confidence
 * @param evidence new or old; what the case has already is not taken twice
 * @param standsOnPosts the case no longer holds when the posts of its evidence are taken back
 * @param retracts what was found at the level before no longer holds
 */
public record Finding(
        AlertKind kind,
        String cause,
        int level,
        LaunchStage stage,
        String venue,
        String dueAt,
        String title,
        String content,
        List<Term> terms,
        List<Evidence> evidence,
        boolean standsOnPosts,
        boolean retracts) {

    public Finding {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(title, "title");
        terms = List.copyOf(terms);
        evidence = List.copyOf(evidence);
    }

    /** Of numbers: without posts that could be taken back. */
    public static Finding ofNumbers(
            AlertKind kind, String cause, int level, String title, List<Term> terms, List<Evidence> evidence) {
        return new Finding(kind, cause, level, null, null, null, title, null, terms, evidence, false, false);
    }

    /** Of posts. */
    public static Finding ofPosts(
            AlertKind kind,
            String cause,
            int level,
            LaunchStage stage,
            String venue,
            String dueAt,
            String title,
            List<Term> terms,
            List<Evidence> evidence) {
        return new Finding(kind, cause, level, stage, venue, dueAt, title, null, terms, evidence, true, false);
    }

    /** The sum of the terms, clipped to 0..1. */
    public double confidence() {
        double sum = 0;
        for (Term term : terms) {
            sum += term.contribution();
        }
        return Math.max(0, Math.min(1, sum));
    }
}
