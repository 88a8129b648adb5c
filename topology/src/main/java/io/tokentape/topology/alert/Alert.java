package io.tokentape.topology.alert;

import java.util.List;

/**
 * What someone should look at now; fields as in the record of {@code alerts}.
 *
 * @param id over case, step and what decided it
 * @param caseId over kind, subject, cause and what opened it
 * @param step 1 for the first alert of the case
 * @param confidence 0..1
 * @param terms strongest first
 * @param evidence oldest first
 * @param evidenceOmitted further pieces above the limit
 * @param retracted the alert before it in the case no longer holds
 * @param rule null = the shipped one
 * @param manualId null = the engine's own
 * @param tSource null = not stated, or a timer
 */
public record Alert(
        String id,
        String caseId,
        int step,
        AlertKind kind,
        Subject subject,
        About about,
        String venue,
        LaunchStage fromStage,
        LaunchStage stage,
        String dueAt,
        String title,
        String content,
        double confidence,
        List<Term> terms,
        List<Evidence> evidence,
        int evidenceOmitted,
        boolean retracted,
        String rule,
        String manualId,
        String enteredBy,
        Long tSource,
        long tLearned,
        long tDecided) {

    public Alert {
        terms = List.copyOf(terms);
        evidence = List.copyOf(evidence);
    }

    public Band band() {
        return Band.of(confidence);
    }

    /** What a case keeps of it: the evidence lies in the case. */
    Alert withoutEvidence() {
        return new Alert(
                id,
                caseId,
                step,
                kind,
                subject,
                about,
                venue,
                fromStage,
                stage,
                dueAt,
                title,
                content,
                confidence,
                terms,
                List.of(),
                0,
                retracted,
                rule,
                manualId,
                enteredBy,
                tSource,
                tLearned,
                tDecided);
    }
}
