package io.tokentape.topology.sentiment;

import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.ReadPost;
import io.tokentape.topology.text.Words;
import java.util.HashMap;
import java.util.Map;

/**
 * Adds up what each word and emoji says, in the manner of VADER (Hutto and Gilbert, 2014): negations turn the next words
 * round, boosters strengthen them, capitals and exclamation marks stress, and the sum is squeezed into -1..1. Our own
 * words of crypto and markets come before VADER's.
 */
public final class LexiconSentimentScorer implements SentimentScorer {
    private static final String VERSION = "lexicon-1";

    private static final double NEGATION = -0.74;
    private static final double STRESS = 0.733;
    private static final double EXCLAMATION = 0.292;
    private static final int EXCLAMATIONS = 4;

    /** VADER's constant, by which a sum of about 4 becomes 0.7. */
    private static final double SQUEEZE = 15;

    /** Below this, either way, a text is neutral. */
    private static final double NEUTRAL_BELOW = 0.35;

    private static final int REACH = 3;
    private static final int WORDS_READ = 400;
    private static final double MOST_FROM_EMOJI = 2.5;

    private final PhraseMap<Double> valences;
    private final PhraseMap<Double> boosters;
    private final PhraseMap<String> negations;
    private final Map<Integer, Double> emoji;

    private LexiconSentimentScorer(
            PhraseMap<Double> valences,
            PhraseMap<Double> boosters,
            PhraseMap<String> negations,
            Map<Integer, Double> emoji) {
        this.valences = valences;
        this.boosters = boosters;
        this.negations = negations;
        this.emoji = emoji;
    }

    /** Reads the word lists that are shipped. */
    public static LexiconSentimentScorer shipped() {
        Class<?> owner = LexiconSentimentScorer.class;
        Map<String, Double> valences = new HashMap<>();
        PhraseMap.read(
                PhraseMap.class, "vader.tsv", (phrase, valence) -> valences.put(phrase, Double.valueOf(valence)));
        PhraseMap.read(owner, "crypto.tsv", (phrase, valence) -> valences.put(phrase, Double.valueOf(valence)));
        Map<String, Double> boosters = new HashMap<>();
        PhraseMap.read(owner, "boosters.tsv", (phrase, boost) -> boosters.put(phrase, Double.valueOf(boost)));
        Map<Integer, Double> emoji = new HashMap<>();
        PhraseMap.read(
                owner, "emoji.tsv", (code, valence) -> emoji.put(Integer.valueOf(code, 16), Double.valueOf(valence)));
        return new LexiconSentimentScorer(
                PhraseMap.of(valences),
                PhraseMap.of(boosters),
                PhraseMap.set(owner, "negations.txt"),
                Map.copyOf(emoji));
    }

    @Override
    public Sentiment score(ReadPost post) {
        double sum = (post.title() == null ? 0 : sum(post.title())) + sum(post.text());
        double score = sum / StrictMath.sqrt(sum * sum + SQUEEZE);
        double rounded = StrictMath.rint(score * 10_000) / 10_000;
        if (StrictMath.abs(score) < NEUTRAL_BELOW) {
            double sure = 1 - StrictMath.abs(score) / NEUTRAL_BELOW;
            return new Sentiment(Sentiment.Label.NEUTRAL, rounded, confidence(0.4 + 0.25 * sure));
        }
        double sure = (StrictMath.abs(score) - NEUTRAL_BELOW) / (1 - NEUTRAL_BELOW);
        Sentiment.Label label = score > 0 ? Sentiment.Label.BULLISH : Sentiment.Label.BEARISH;
        return new Sentiment(label, rounded, confidence(0.4 + 0.35 * sure));
    }

    @Override
    public String version() {
        return VERSION;
    }

    private static double confidence(double value) {
        return StrictMath.rint(value * 100) / 100;
    }

    private double sum(Words words) {
        double sum = 0;
        int read = Math.min(words.count(), WORDS_READ);
        boolean shouting = isShouting(words, read);
        int word = 0;
        while (word < read) {
            if (words.inLink(word) || words.inHandle(word)) {
                word++;
                continue;
            }
            PhraseMap.Phrase<Double> phrase = valences.longest(words, word);
            if (phrase == null) {
                word++;
                continue;
            }
            sum += valence(words, word, phrase.value(), shouting);
            word += phrase.words();
        }
        sum += marks(words);
        return sum;
    }

    private double valence(Words words, int word, double plain, boolean shouting) {
        double valence = plain;
        double sign = StrictMath.signum(plain);
        if (!shouting && words.isUpper(word) && words.length(word) > 1) {
            valence += sign * STRESS;
        }
        for (int back = 1; back <= REACH && word - back >= 0; back++) {
            if (sentenceEnds(words, word - back)) {
                break;
            }
            Double boost = boosters.get(words, word - back);
            if (boost != null) {
                valence += sign * boost * (1 - 0.05 * (back - 1));
            }
            if (negations.has(words, word - back)) {
                valence *= NEGATION;
            }
        }
        return valence;
    }

    /** What exclamation marks and emoji add; a row of the same emoji counts once. */
    private double marks(Words words) {
        int exclamations = 0;
        double fromEmoji = 0;
        int last = 0;
        for (int i = 0; i < words.size(); i++) {
            char c = words.at(i);
            if (c == '!') {
                exclamations++;
            } else if (c >= 0x2600) {
                int code = Character.isHighSurrogate(c) && Character.isLowSurrogate(words.at(i + 1))
                        ? Character.toCodePoint(c, words.at(i + 1))
                        : c;
                Double valence = code == last ? null : emoji.get(code);
                if (valence != null) {
                    fromEmoji += valence;
                }
                if (!Character.isLowSurrogate(c)) {
                    last = code;
                }
            }
        }
        double stress = 0;
        if (exclamations > 0 && fromEmoji != 0) {
            stress = StrictMath.signum(fromEmoji) * EXCLAMATION * Math.min(exclamations, EXCLAMATIONS) / 2;
        }
        return Math.max(-MOST_FROM_EMOJI, Math.min(MOST_FROM_EMOJI, fromEmoji)) + stress;
    }

    private static boolean sentenceEnds(Words words, int word) {
        for (int i = words.end(word); i < words.start(word + 1); i++) {
            char c = words.at(i);
            if (c == '.' || c == '!' || c == '?' || c == '\n') {
                return true;
            }
        }
        return false;
    }

    private static boolean isShouting(Words words, int read) {
        int upper = 0;
        int lettered = 0;
        for (int word = 0; word < read; word++) {
            if (words.hasLetter(word)) {
                lettered++;
                upper += words.isUpper(word) ? 1 : 0;
            }
        }
        return upper * 2 > lettered;
    }
}
