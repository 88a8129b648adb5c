package io.tokentape.topology.event;

import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.sentiment.Sentiment;
import io.tokentape.topology.signal.Signal;
import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Adds up, for each kind of event, the weights of the words that speak for it. Thread-safe. */
public final class EventRules {
    private static final Event.Type[] TYPES = Event.Type.values();

    /** Later words count half: the beginning says what a text is about. */
    private static final int BEGINNING = 40;

    private static final int WORDS_READ = 250;

    /** The same word over and over counts this often. */
    private static final int REPEATS = 2;

    private final PhraseMap<Cue> cues;
    private final int cueCount;

    private record Cue(int index, List<Weight> weights) {}

    private record Weight(Event.Type type, double weight) {}

    private EventRules(PhraseMap<Cue> cues, int cueCount) {
        this.cues = cues;
        this.cueCount = cueCount;
    }

    /** Reads the word list that is shipped. */
    public static EventRules shipped() {
        Map<String, Cue> cues = new HashMap<>();
        PhraseMap.read(EventRules.class, "cues.tsv", (phrase, rest) -> {
            String[] fields = rest.split("\t");
            Event.Type type = Event.Type.valueOf(fields[0].toUpperCase(Locale.ROOT));
            cues.computeIfAbsent(phrase.toLowerCase(Locale.ROOT), p -> new Cue(cues.size(), new ArrayList<>()))
                    .weights()
                    .add(new Weight(type, Double.parseDouble(fields[1])));
        });
        return new EventRules(PhraseMap.of(cues), cues.size());
    }

    /**
     * @param title null = none
     * @param signal null = none
     */
    public Event classify(
            Post.Source source, Words title, Words text, List<Mention> mentions, Signal signal, Sentiment sentiment) {
        double[] scores = new double[TYPES.length];
        byte[] seen = new byte[cueCount];
        if (title != null) {
            add(title, 2, scores, seen);
        }
        add(text, 1, scores, seen);
        prior(source, mentions, signal, sentiment, scores);
        int best = 0;
        double second = 0;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                second = scores[best];
                best = i;
            } else if (scores[i] > second) {
                second = scores[i];
            }
        }
        return new Event(TYPES[best], confidence(scores[best], second));
    }

    private static double confidence(double best, double second) {
        double share = best / (best + second + 1);
        return StrictMath.rint(Math.max(0.2, Math.min(0.9, share)) * 100) / 100;
    }

    private void add(Words words, double factor, double[] scores, byte[] seen) {
        int read = Math.min(words.count(), WORDS_READ);
        int word = 0;
        while (word < read) {
            PhraseMap.Phrase<Cue> phrase =
                    words.inLink(word) || words.inHandle(word) ? null : cues.longest(words, word);
            if (phrase == null) {
                word++;
                continue;
            }
            Cue cue = phrase.value();
            if (seen[cue.index()] < REPEATS) {
                double place = word < BEGINNING ? factor : factor / 2;
                for (Weight weight : cue.weights()) {
                    scores[weight.type().ordinal()] += weight.weight() * place / (1 + seen[cue.index()]);
                }
                seen[cue.index()]++;
            }
            word += phrase.words();
        }
    }

    /** What the source and the other findings speak for before any word is read. */
    private static void prior(
            Post.Source source, List<Mention> mentions, Signal signal, Sentiment sentiment, double[] scores) {
        boolean notice = source == Post.Source.ANNOUNCEMENT;
        boolean chat = source == Post.Source.TELEGRAM;
        scores[Event.Type.OTHER.ordinal()] += 1.2;
        if (signal != null) {
            boolean complete =
                    signal.kind() == Signal.Kind.SIGNAL && !signal.targets().isEmpty();
            scores[Event.Type.TRADE_SIGNAL.ordinal()] += notice ? 0 : complete ? 6 : 3;
        }
        boolean stance = sentiment.label() != Sentiment.Label.NEUTRAL;
        if (!notice) {
            double named = source == Post.Source.TWEET || source == Post.Source.REDDIT ? 1.5 : chat ? 0.5 : 0.7;
            double unnamed = source == Post.Source.TWEET || source == Post.Source.REDDIT ? 0.4 : 0;
            scores[Event.Type.OPINION.ordinal()] += (mentions.isEmpty() ? unnamed : named) + (stance ? 0.5 : 0);
            scores[Event.Type.PRODUCT.ordinal()] = 0;
            scores[Event.Type.MAINTENANCE.ordinal()] = 0;
        } else {
            scores[Event.Type.OPINION.ordinal()] = 0;
            scores[Event.Type.PROMO.ordinal()] /= 4;
            scores[Event.Type.TRADE_SIGNAL.ordinal()] /= 4;
            scores[Event.Type.PUMP_CALL.ordinal()] = 0;
            scores[Event.Type.PRICE_MOVE.ordinal()] = 0;
        }
        if (!chat) {
            scores[Event.Type.PUMP_CALL.ordinal()] /= 4;
            scores[Event.Type.TRADE_SIGNAL.ordinal()] /= 1.5;
        }
        if (source == Post.Source.NEWS) {
            scores[Event.Type.PROMO.ordinal()] /= 3;
        }
    }
}
