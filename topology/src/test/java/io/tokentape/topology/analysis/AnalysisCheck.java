package io.tokentape.topology.analysis;

import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.signal.Signal;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.value.Value;
import io.tokentape.topology.watch.CompanySpan;
import io.tokentape.topology.watch.KeywordSpan;
import java.util.List;

/** What holds of every analysis, whatever the post. */
final class AnalysisCheck {
    /** Rounding of probabilities that are added up. */
    private static final double SLACK = 1e-9;

    private final Post post;

    private AnalysisCheck(Post post) {
        this.post = post;
    }

    /** @throws AssertionError naming what does not hold */
    static void check(Post post, Analysis analysis) {
        new AnalysisCheck(post).check(analysis);
    }

    private void check(Analysis analysis) {
        analysis.mentions().forEach(this::mention);
        that(analysis.sentiment().score() >= -1 && analysis.sentiment().score() <= 1, "score of the sentiment");
        share(analysis.sentiment().confidence(), "confidence of the sentiment");
        share(analysis.event().confidence(), "confidence of the event");
        value(analysis.value());
        if (analysis.signal() != null) {
            signal(analysis.signal());
        }
        for (CompanySpan span : analysis.companies()) {
            span(span.part(), span.start(), span.end());
        }
        for (KeywordSpan span : analysis.keywords()) {
            span(span.part(), span.start(), span.end());
            that(span.tier() >= 1 && span.tier() <= 3, "tier");
        }
        Analysis.Urgency urgency = analysis.urgency();
        if (urgency != null) {
            that(span(urgency.part(), urgency.start(), urgency.end()).equals(urgency.text()), "words of urgency");
            that((urgency.from() == null) == (urgency.until() == null), "times of urgency");
            that(urgency.from() == null || !urgency.until().isBefore(urgency.from()), "order of the times of urgency");
        }
        that(analysis.language() == null || analysis.language().length() == 2, "language");
    }

    private void mention(Mention mention) {
        that(span(mention.part(), mention.start(), mention.end()).equals(mention.surface()), "surface of a mention");
        share(mention.probability(), "probability of a mention");
        double sum = 0;
        double last = 1;
        for (Mention.Candidate candidate : mention.candidates()) {
            share(candidate.probability(), "probability of a candidate");
            that(candidate.probability() <= last, "order of the candidates");
            last = candidate.probability();
            sum += last;
        }
        that(sum <= 1 + SLACK, "sum of the candidates");
        that(
                !mention.ambiguous() || mention.asset() == null && mention.token() == null,
                "an ambiguous mention decides");
        that(mention.symbol() != null || mention.kind() == Mention.Kind.ADDRESS, "symbol of a mention");
    }

    private void value(Value value) {
        double sum = 0;
        for (Value.Term term : value.terms()) {
            that(Double.isFinite(term.contribution()), "contribution of " + term.name());
            sum += term.contribution();
        }
        that(sum == value.score(), "the terms sum to the score");
        that(value.score() >= 0 && value.score() <= 100, "score of the value");
    }

    private void signal(Signal signal) {
        that((signal.leverageLow() == null) == (signal.leverageHigh() == null), "leverage");
        for (List<Signal.Level> levels : List.of(signal.entries(), signal.targets(), signal.stops())) {
            for (Signal.Level level : levels) {
                that(Double.isFinite(level.value()), "level");
            }
        }
    }

    private String span(Mention.Part part, int start, int end) {
        String whole = part == Mention.Part.TITLE ? post.title() : post.text();
        that(whole != null && start >= 0 && start < end && end <= whole.length(), "span " + start + ".." + end);
        return whole.substring(start, end);
    }

    private void share(double value, String what) {
        that(value >= 0 && value <= 1, what);
    }

    private void that(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what + " does not hold for post " + post.id());
        }
    }
}
