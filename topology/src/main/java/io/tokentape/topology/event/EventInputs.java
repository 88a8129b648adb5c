package io.tokentape.topology.event;

import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.signal.Signal;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.ReadPost;
import io.tokentape.topology.text.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The numbers about a post that the event model reads beside its features: which groups of cues occur, where the post lies
 * among all posts, and what the other steps found. Thread-safe.
 */
final class EventInputs {
    /** How much these numbers weigh against the features; the training holds all weights down alike. */
    private static final double CUE = 0.5;

    private static final double FACT = 0.35;
    private static final double PLACE = 3;

    private static final double SHARE = 1.5;
    private static final int FEWEST_WORDS = 4;
    private static final int MOST_MENTIONS = 4;
    private static final int SOURCES = Post.Source.values().length;
    private static final int KINDS = Mention.Kind.values().length;

    /** Numbers of words up to which a text belongs to a class of length. */
    private static final int[] LENGTHS = {0, 2, 5, 9, 19, 39};

    private static final double[] LOGARITHMS = new double[512];

    static {
        for (int i = 1; i < LOGARITHMS.length; i++) {
            LOGARITHMS[i] = StrictMath.log(i);
        }
    }

    private final CueGroups cues;
    private final WordVectors vectors;
    private final List<String> names;
    private final int facts;

    EventInputs(CueGroups cues, WordVectors vectors) {
        this.cues = cues;
        this.vectors = vectors;
        List<String> all = new ArrayList<>();
        for (String aspect : List.of("", ".often", ".share", ".early")) {
            cues.names().forEach(name -> all.add("cue." + name + aspect));
        }
        for (int i = 0; i < vectors.width(); i++) {
            all.add("place." + i);
        }
        this.facts = all.size();
        for (Fact fact : Fact.values()) {
            for (int value = 0; value < fact.values; value++) {
                all.add(fact.name().toLowerCase(Locale.ROOT) + "." + value);
            }
        }
        this.names = List.copyOf(all);
    }

    static EventInputs shipped() {
        return new EventInputs(CueGroups.shipped(), WordVectors.shipped());
    }

    /** Facts that take one of a few values each. */
    private enum Fact {
        SIGNAL(3),
        TARGETS(2),
        ENTRIES(2),
        STOPS(2),
        SIDE(2),
        SIGNAL_SOURCE(SOURCES + 1),
        MENTIONS(MOST_MENTIONS + 1),
        MENTIONS_SOURCE(3 * SOURCES),
        MENTION_KINDS(KINDS),
        START(3),
        QUESTION(2),
        LINES(2),
        QUOTE(2),
        LENGTH(LENGTHS.length + 1),
        LENGTH_SOURCE((LENGTHS.length + 1) * SOURCES),
        LENGTH_LINKED(LENGTHS.length + 2);

        private final int values;

        Fact(int values) {
            this.values = values;
        }
    }

    private static final int[] PLACES = new int[Fact.values().length];

    static {
        int place = 0;
        for (Fact fact : Fact.values()) {
            PLACES[fact.ordinal()] = place;
            place += fact.values;
        }
    }

    List<String> names() {
        return names;
    }

    /** @param signal null = none */
    double[] of(ReadPost post, List<Mention> mentions, Signal signal) {
        double[] inputs = new double[names.size()];
        cues(post, inputs);
        int groups = cues.names().size();
        vectors.place(post, PLACE, inputs, 4 * groups);
        int source = post.post().source().ordinal();
        signal(signal, source, inputs);
        mentions(mentions, source, inputs);
        form(post.text(), source, inputs);
        return inputs;
    }

    private void cues(ReadPost post, double[] inputs) {
        int groups = cues.names().size();
        int[] counts = new int[groups];
        boolean[] early = new boolean[groups];
        cues.count(post, counts, early);
        int words = Math.max(FEWEST_WORDS, post.text().count());
        for (int group = 0; group < groups; group++) {
            int count = counts[group];
            if (count > 0) {
                inputs[group] = CUE;
                inputs[groups + group] = CUE * LOGARITHMS[Math.min(count, LOGARITHMS.length - 1)];
                inputs[2 * groups + group] = Math.min(SHARE, SHARE * count / words);
                inputs[3 * groups + group] = early[group] ? CUE : 0;
            }
        }
    }

    private void signal(Signal signal, int source, double[] inputs) {
        set(Fact.SIGNAL, signal == null ? 0 : 1 + signal.kind().ordinal(), 2 * FACT, inputs);
        set(Fact.SIGNAL_SOURCE, signal == null ? 0 : 1 + source, FACT, inputs);
        if (signal != null) {
            set(Fact.TARGETS, signal.targets().isEmpty() ? 0 : 1, FACT, inputs);
            set(Fact.ENTRIES, signal.entries().isEmpty() ? 0 : 1, FACT, inputs);
            set(Fact.STOPS, signal.stops().isEmpty() ? 0 : 1, FACT, inputs);
            set(Fact.SIDE, signal.side() == null ? 0 : 1, FACT, inputs);
        }
    }

    private void mentions(List<Mention> mentions, int source, double[] inputs) {
        set(Fact.MENTIONS, Math.min(MOST_MENTIONS, mentions.size()), FACT, inputs);
        set(Fact.MENTIONS_SOURCE, Math.min(2, mentions.size()) * SOURCES + source, FACT, inputs);
        for (Mention mention : mentions) {
            set(Fact.MENTION_KINDS, mention.kind().ordinal(), FACT, inputs);
        }
    }

    private void form(Words text, int source, double[] inputs) {
        boolean repeats = text.count() > 0 && text.size() > 3 && text.at(0) == 'R' && text.at(1) == 'T';
        set(Fact.START, text.at(0) == '@' ? 1 : repeats && text.at(2) == ' ' ? 2 : 0, FACT, inputs);
        int plain = 0;
        boolean linked = false;
        for (int word = 0; word < text.count(); word++) {
            if (text.inLink(word) || text.inHandle(word)) {
                linked = true;
            } else if (!text.isNumber(word)) {
                plain++;
            }
        }
        boolean asks = false;
        boolean lines = false;
        boolean quotes = false;
        for (int i = 0; i < text.size(); i++) {
            char c = text.at(i);
            asks |= c == '?';
            lines |= c == '\n';
            quotes |= c == '"';
        }
        set(Fact.QUESTION, asks ? 1 : 0, FACT, inputs);
        set(Fact.LINES, lines ? 1 : 0, FACT, inputs);
        set(Fact.QUOTE, quotes ? 1 : 0, FACT, inputs);
        int length = Arrays.binarySearch(LENGTHS, plain);
        length = length < 0 ? -1 - length : length;
        set(Fact.LENGTH, length, FACT, inputs);
        set(Fact.LENGTH_SOURCE, length * SOURCES + source, FACT, inputs);
        set(Fact.LENGTH_LINKED, linked ? 1 + length : 0, FACT, inputs);
    }

    private void set(Fact fact, int value, double weight, double[] inputs) {
        inputs[facts + PLACES[fact.ordinal()] + value] = weight;
    }
}
