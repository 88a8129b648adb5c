package io.tokentape.connectors.alerts;

import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.AlertTerm;
import io.tokentape.schemas.avro.Evidence;
import io.tokentape.schemas.avro.LaunchStage;
import io.tokentape.schemas.avro.PostSource;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An alert in words, the same for every receiver.
 *
 * @param headline one line without control characters
 * @param lines what there is to say beyond it, the most important first; each one line
 */
public record AlertText(String headline, List<String> lines) {
    private static final int TERMS = 5;
    private static final int EVIDENCE = 3;
    private static final int PERCENT = 100;
    private static final MathContext SIX_DIGITS = new MathContext(6);

    public AlertText {
        lines = List.copyOf(lines);
    }

    public static AlertText of(Alert alert) {
        String band = words(alert.getBand().name());
        String headline = prefix(alert) + oneLine(alert.getTitle()) + " (" + band + ", "
                + Math.round(alert.getConfidence() * PERCENT) + " %)";
        List<String> lines = new ArrayList<>();
        if (alert.getRetracted()) {
            lines.add("What it stood on was taken back: the alert before it no longer holds.");
        }
        if (alert.getContent() != null) {
            lines.add(oneLine(alert.getContent()));
        }
        lines.add("What: " + words(alert.getKind().name())
                + (alert.getVenue() == null ? "" : " at " + oneLine(alert.getVenue())));
        lines.add("About: " + about(alert));
        if (alert.getStage() != null) {
            LaunchStage from = alert.getFromStage();
            lines.add("Stage: " + (from == null ? "" : words(from.name()) + " -> ")
                    + words(alert.getStage().name()));
        }
        if (alert.getDueAt() != null) {
            lines.add("Due: " + oneLine(alert.getDueAt()));
        }
        for (AlertTerm term : first(alert.getTerms(), TERMS)) {
            lines.add("Because: " + because(term));
        }
        List<Evidence> evidence = first(alert.getEvidence(), EVIDENCE);
        evidence.forEach(piece -> lines.add("Seen: " + seen(piece)));
        int more = alert.getEvidence().size() - evidence.size() + alert.getEvidenceOmitted();
        if (more > 0) {
            lines.add("Seen: " + more + " more");
        }
        lines.add("Decided: " + Instant.ofEpochMilli(alert.getTDecided()) + ", learned "
                + Instant.ofEpochMilli(alert.getTLearned())
                + (alert.getTSource() == null ? "" : ", said " + Instant.ofEpochMilli(alert.getTSource())));
        lines.add("Alert " + alert.getId() + ", step " + alert.getStep() + " of case " + alert.getCaseId());
        return new AlertText(headline, lines);
    }

    private static String prefix(Alert alert) {
        if (alert.getRetracted()) {
            return "Correction: ";
        }
        return alert.getStep() > 1 ? "Update: " : "";
    }

    private static String about(Alert alert) {
        List<String> names = new ArrayList<>();
        for (String name : new String[] {
            alert.getSymbol(), alert.getToken(), alert.getCompany(), alert.getAsset(), alert.getSubject()
        }) {
            if (name != null && !names.contains(name)) {
                names.add(name);
            }
        }
        return oneLine(String.join(", ", names));
    }

    private static String because(AlertTerm term) {
        String held = term.getThreshold() == null ? "" : " against " + number(term.getThreshold());
        return oneLine(term.getName()) + " "
                + (term.getValue() == null ? "unknown" : number(term.getValue()))
                + held
                + String.format(Locale.ROOT, " (%+.2f)", term.getContribution());
    }

    private static String seen(Evidence piece) {
        String who = piece.getAccount() != null
                ? oneLine(piece.getAccount())
                : piece.getSource() == PostSource.UNKNOWN
                        ? "someone"
                        : words(piece.getSource().name());
        String words = piece.getText() == null ? "a post" : "\"" + oneLine(piece.getText()) + "\"";
        return words + " by " + who + ", " + Instant.ofEpochMilli(piece.getLearnedAt());
    }

    /** Six digits that count, without trailing zeros. */
    private static String number(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value, SIX_DIGITS).stripTrailingZeros().toPlainString()
                : Double.toString(value);
    }

    private static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Words of posts must not begin lines, headers or frames of their own. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ").strip();
    }

    private static <T> List<T> first(List<T> all, int count) {
        return all.subList(0, Math.min(all.size(), count));
    }
}
