package io.tokentape.topology.value;

import io.tokentape.topology.event.Event;
import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.text.Characters;
import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An additive score. Every contribution is a whole number of quarter points, so that the terms sum to the score exactly,
 * and where the sum leaves 0..100 a last term says by how much it was cut.
 */
public final class ValueFormula {
    private static final double STEP = 4;
    private static final double HIGHEST = 100;
    private static final int WORDS_READ = 200;

    private final Map<String, Double> weights;

    private ValueFormula(Map<String, Double> weights) {
        this.weights = Map.copyOf(weights);
    }

    /** Reads the weights that are shipped. */
    public static ValueFormula shipped() {
        Map<String, Double> weights = new HashMap<>();
        PhraseMap.read(ValueFormula.class, "weights.tsv", (name, weight) -> weights.put(name, Double.valueOf(weight)));
        return new ValueFormula(weights);
    }

    /** What else was found that the formula counts. */
    public record Findings(
            List<Mention> mentions,
            Event event,
            boolean announcement,
            boolean company,
            boolean keyword,
            boolean urgency) {}

    public Value score(Post post, Words text, Findings found) {
        List<Value.Term> terms = new ArrayList<>(12);
        Event.Type type = found.event.type();
        double event = weight("event." + name(type));
        add(terms, "event", event);
        add(terms, "source", weight("source." + name(post.source())));
        add(terms, "asset", weight("asset") * surest(found.mentions));
        add(terms, "amount", namesAmount(text) ? weight("amount") : 0);
        add(terms, "keyword", found.keyword ? weight("keyword") : 0);
        add(terms, "company", found.company ? weight("company") : 0);
        add(terms, "announcement", found.announcement ? weight("announcement") : 0);
        add(terms, "engagement", weight("engagement") * share(engagement(post.metrics()), 1e5));
        add(terms, "followers", post.followers() == null ? 0 : weight("followers") * share(post.followers(), 1e6));
        add(terms, "urgency", found.urgency ? weight("urgency") : 0);
        add(terms, "promo", type == Event.Type.PROMO || type == Event.Type.PUMP_CALL ? weight("promo") : 0);
        add(terms, "question", asks(text) ? weight("question") : 0);
        add(terms, "unsure", weight("unsure") * (1 - found.event.confidence()));
        double sum = 0;
        for (Value.Term term : terms) {
            sum += term.contribution();
        }
        double score = Math.max(0, Math.min(HIGHEST, sum));
        if (score != sum) {
            terms.add(new Value.Term("bounds", score - sum));
        }
        return new Value(score, score >= weight("threshold"), terms);
    }

    private static void add(List<Value.Term> terms, String name, double points) {
        double contribution = StrictMath.rint(points * STEP) / STEP;
        if (contribution != 0) {
            terms.add(new Value.Term(name, contribution));
        }
    }

    private double weight(String name) {
        Double weight = weights.get(name);
        if (weight == null) {
            throw new IllegalStateException("the value formula has no weight for " + name);
        }
        return weight;
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static double surest(List<Mention> mentions) {
        double best = 0;
        for (Mention mention : mentions) {
            best = Math.max(best, mention.ambiguous() ? mention.probability() / 2 : mention.probability());
        }
        return best;
    }

    /** 0 for none, 1 for {@code full} and more, by orders of magnitude. */
    private static double share(double count, double full) {
        return Math.min(1, StrictMath.log10(1 + Math.max(0, count)) / StrictMath.log10(full));
    }

    private static double engagement(Post.Metrics metrics) {
        return sum(metrics.likes()) + 2 * sum(metrics.reposts()) + sum(metrics.replies()) + sum(metrics.forwards());
    }

    private static double sum(Long count) {
        return count == null ? 0 : count;
    }

    private static boolean namesAmount(Words words) {
        int read = Math.min(words.count(), WORDS_READ);
        for (int word = 0; word < read; word++) {
            if (Characters.isDigit(words.at(words.start(word)))
                    && (words.at(words.start(word) - 1) == '$' || words.at(words.end(word)) == '%')) {
                return true;
            }
        }
        return false;
    }

    private static boolean asks(Words words) {
        for (int i = words.size() - 1; i >= 0 && i >= words.size() - 40; i--) {
            if (words.at(i) == '?') {
                return true;
            }
        }
        return false;
    }
}
