package io.tokentape.topology.value;

import io.tokentape.topology.event.Event;
import io.tokentape.topology.event.EventOdds;
import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.text.Characters;
import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.ReadPost;
import io.tokentape.topology.text.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The numbers that the value formula weighs, each 0..1, named {@code term.aspect}: the part before the dot is the term it
 * counts for. Thread-safe.
 */
final class ValueInputs {
    private static final int WORDS_READ = 200;
    private static final int SHORT = 6;
    private static final int LONG = 60;
    private static final double MOST_ENGAGED = 1e5;
    private static final double MOST_FOLLOWED = 1e6;
    private static final int MANY = 4;
    private static final Event.Type[] TYPES = Event.Type.values();
    private static final Post.Source[] SOURCES = Post.Source.values();

    /** Inputs that are not words of the list, by their place after the kinds of events and the sources. */
    private enum Aspect {
        EVENT_UNSURE,
        SPECIFICITY_MONEY,
        SPECIFICITY_PERCENT,
        SPECIFICITY_FIGURES,
        SPECIFICITY_NAMES,
        SPECIFICITY_LINK,
        SPECIFICITY_SHORT,
        SPECIFICITY_LONG,
        CREDIBILITY_FOLLOWERS,
        CREDIBILITY_QUESTION,
        CREDIBILITY_EXCLAMATIONS,
        NOVELTY_REPOST,
        NOVELTY_REPLY,
        ENGAGEMENT_COUNTED,
        ENGAGEMENT_MOST,
        URGENCY_PRESSING,
        ASSET_CERTAINTY,
        ASSET_SEVERAL,
        WATCHED_KEYWORD,
        WATCHED_COMPANY
    }

    private final List<String> names;
    private final PhraseMap<Integer> cues;

    private ValueInputs(List<String> names, PhraseMap<Integer> cues) {
        this.names = names;
        this.cues = cues;
    }

    /** With the words that are shipped. */
    static ValueInputs shipped() {
        List<String> names = new ArrayList<>();
        for (Event.Type type : TYPES) {
            names.add("event." + type.name().toLowerCase(Locale.ROOT));
        }
        for (Post.Source source : SOURCES) {
            names.add("credibility." + source.name().toLowerCase(Locale.ROOT));
        }
        for (Aspect aspect : Aspect.values()) {
            names.add(aspect.name().toLowerCase(Locale.ROOT).replace('_', '.'));
        }
        Map<String, Integer> cues = new HashMap<>();
        PhraseMap.read(ValueInputs.class, "cues.tsv", (phrase, name) -> {
            if (!names.contains(name)) {
                names.add(name);
            }
            cues.put(phrase, names.indexOf(name));
        });
        return new ValueInputs(List.copyOf(names), PhraseMap.of(cues));
    }

    List<String> names() {
        return names;
    }

    double[] of(ReadPost read, ValueFormula.Findings found) {
        double[] inputs = new double[names.size()];
        EventOdds odds = found.event();
        for (Event.Type type : TYPES) {
            inputs[type.ordinal()] = odds.of(type);
        }
        Post post = read.post();
        inputs[TYPES.length + post.source().ordinal()] = 1;
        set(Aspect.EVENT_UNSURE, 1 - odds.event().confidence(), inputs);
        if (read.title() != null) {
            cues(read.title(), inputs);
        }
        cues(read.text(), inputs);
        words(read.text(), inputs);
        signs(read.text(), inputs);
        set(
                Aspect.CREDIBILITY_FOLLOWERS,
                post.followers() == null ? 0 : share(post.followers(), MOST_FOLLOWED),
                inputs);
        double engagement = share(engagement(post.metrics()), MOST_ENGAGED);
        set(Aspect.ENGAGEMENT_COUNTED, engagement > 0 ? 1 : 0, inputs);
        set(Aspect.ENGAGEMENT_MOST, engagement, inputs);
        set(Aspect.URGENCY_PRESSING, found.urgency() ? 1 : 0, inputs);
        set(Aspect.ASSET_CERTAINTY, surest(found.mentions()), inputs);
        set(Aspect.ASSET_SEVERAL, found.mentions().size() > 2 ? 1 : 0, inputs);
        set(Aspect.WATCHED_KEYWORD, found.keyword() ? 1 : 0, inputs);
        set(Aspect.WATCHED_COMPANY, found.company() ? 1 : 0, inputs);
        return inputs;
    }

    private static void set(Aspect aspect, double value, double[] inputs) {
        inputs[TYPES.length + SOURCES.length + aspect.ordinal()] = value;
    }

    private void cues(Words words, double[] inputs) {
        int read = Math.min(words.count(), WORDS_READ);
        int word = 0;
        while (word < read) {
            PhraseMap.Phrase<Integer> phrase =
                    words.inLink(word) || words.inHandle(word) ? null : cues.longest(words, word);
            if (phrase == null) {
                word++;
            } else {
                inputs[phrase.value()] = 1;
                word += phrase.words();
            }
        }
    }

    private static void words(Words text, double[] inputs) {
        int read = Math.min(text.count(), WORDS_READ);
        int plain = 0;
        int figures = 0;
        int names = 0;
        boolean link = false;
        for (int word = 0; word < read; word++) {
            if (text.inLink(word) || text.inHandle(word)) {
                link |= text.inLink(word);
            } else if (text.isNumber(word)) {
                figures++;
                if (text.at(text.start(word) - 1) == '$') {
                    set(Aspect.SPECIFICITY_MONEY, 1, inputs);
                }
                if (text.at(text.end(word)) == '%') {
                    set(Aspect.SPECIFICITY_PERCENT, 1, inputs);
                }
            } else {
                plain++;
                names += word > 0 && text.startsUpper(word) ? 1 : 0;
            }
        }
        set(Aspect.SPECIFICITY_FIGURES, Math.min(1, figures / (double) MANY), inputs);
        set(Aspect.SPECIFICITY_NAMES, plain == 0 ? 0 : names / (double) plain, inputs);
        set(Aspect.SPECIFICITY_LINK, link ? 1 : 0, inputs);
        set(Aspect.SPECIFICITY_SHORT, plain < SHORT ? 1 : 0, inputs);
        set(Aspect.SPECIFICITY_LONG, plain > LONG ? 1 : 0, inputs);
    }

    private static void signs(Words text, double[] inputs) {
        int exclamations = 0;
        boolean asks = false;
        for (int i = 0; i < text.size(); i++) {
            char c = text.at(i);
            exclamations += c == '!' ? 1 : 0;
            asks |= c == '?' && !Characters.isWordUnit(text.at(i + 1));
        }
        set(Aspect.CREDIBILITY_QUESTION, asks ? 1 : 0, inputs);
        set(Aspect.CREDIBILITY_EXCLAMATIONS, Math.min(1, exclamations / (double) MANY), inputs);
        set(Aspect.NOVELTY_REPLY, text.at(0) == '@' ? 1 : 0, inputs);
        boolean repost = text.at(0) == 'R' && text.at(1) == 'T' && text.at(2) == ' ';
        set(Aspect.NOVELTY_REPOST, repost ? 1 : 0, inputs);
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
}
