package io.tokentape.topology.alert;

import io.tokentape.topology.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Posts that warn of something that happens to an asset or a company: a hack, a scam, a regulator. What it comes to rises
 * with the largest sum that is stated and with the accounts that say so on their own.
 *
 * <p>Remembers one trace a post for {@code window_hours}; each look is at those alone.
 */
final class WarningMachine implements AlertMachine {
    private static final String SAID = "said";

    private final String id;
    private final AlertKind kind;
    private final Event.Type type;
    private final String words;

    private WarningMachine(String id, AlertKind kind, Event.Type type, String words) {
        this.id = id;
        this.kind = kind;
        this.type = type;
        this.words = words;
    }

    static WarningMachine hack() {
        return new WarningMachine("alert.hack", AlertKind.HACK, Event.Type.HACK, "is said to be hacked");
    }

    static WarningMachine scam() {
        return new WarningMachine(
                "alert.scam_warning", AlertKind.SCAM_WARNING, Event.Type.SCAM_WARNING, "is called a scam");
    }

    static WarningMachine regulation() {
        return new WarningMachine("alert.regulation", AlertKind.REGULATION, Event.Type.REGULATION, "meets a regulator");
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Step next(Subject subject, Memory memory, AlertEvent event, Rule rule) {
        if (!(event instanceof AlertEvent.PostSeen post)
                || subject.kind() == Subject.Kind.CHANNEL
                || post.event().type() != type
                || post.event().confidence() < rule.number("least_event")
                || post.tokens() > rule.number("most_tokens")) {
            return Step.nothing(memory);
        }
        long until = post.at() + rule.hoursInMillis("window_hours");
        String amount = post.amountUsd() == null ? null : Double.toString(post.amountUsd());
        Memory after = memory.with(PostConfidence.trace(SAID, post, until, amount));
        List<Trace> heard = after.named(SAID);
        List<Term> terms = new ArrayList<>(PostConfidence.terms(post, heard, rule));
        Double largest = largest(heard);
        int severity = severity(largest, heard, rule);
        if (largest != null) {
            terms.add(new Term(
                    "amount_usd", largest, rule.number("large_usd"), severity * rule.number("severity_weight")));
        }
        String title = PostConfidence.name(subject, post.about())
                + ' '
                + words
                + (largest == null ? "" : String.format(Locale.ROOT, ", %.0f USD", largest));
        return Step.found(
                after, Finding.ofPosts(kind, "", severity, null, null, null, title, terms, List.of(post.evidence())));
    }

    /** 1, one more from a large sum on, one more from a huge one on, one more when many say so. */
    private static int severity(Double largest, List<Trace> heard, Rule rule) {
        int severity = 1;
        if (largest != null && largest >= rule.number("large_usd")) {
            severity++;
        }
        if (largest != null && largest >= rule.number("huge_usd")) {
            severity++;
        }
        return PostConfidence.accounts(heard) >= rule.number("many_accounts") ? severity + 1 : severity;
    }

    private static Double largest(List<Trace> heard) {
        Double largest = null;
        for (Trace trace : heard) {
            if (trace.text() != null) {
                double amount = Double.parseDouble(trace.text());
                largest = largest == null ? Double.valueOf(amount) : Double.valueOf(Math.max(largest, amount));
            }
        }
        return largest;
    }
}
