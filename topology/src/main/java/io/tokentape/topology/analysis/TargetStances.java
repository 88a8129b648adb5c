package io.tokentape.topology.analysis;

import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.mention.Mention.Stance;
import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Tells the assets apart that a post speaks well of from those that it speaks ill of: "long BTC, short ETH", "SOL flips
 * ETH", "out of DOGE, into PEPE". A mention gets a stance of its own only where the post has both; else the stance of the
 * post holds for all. One pass over the words; thread-safe.
 */
final class TargetStances {
    private static final int WORDS_READ = 300;

    private enum Cue {
        BUY,
        SELL,
        RISES,
        FALLS,
        OVER,
        UNDER,
        SWITCH,
        FROM,
        INTO,
        TURN,
        NOT
    }

    private final PhraseMap<Cue> cues;

    private TargetStances(PhraseMap<Cue> cues) {
        this.cues = cues;
    }

    /** Reads the list that is shipped. */
    static TargetStances shipped() {
        Map<String, Cue> cues = new HashMap<>();
        PhraseMap.read(
                TargetStances.class,
                "stance-cues.tsv",
                (phrase, cue) -> cues.put(phrase, Cue.valueOf(cue.toUpperCase(Locale.ROOT))));
        return new TargetStances(PhraseMap.of(cues));
    }

    /** The mentions, with a stance of their own where they have one. */
    List<Mention> settle(Words title, Words text, List<Mention> mentions) {
        if (!severalAssets(mentions)) {
            return mentions;
        }
        Stance[] stances = new Stance[mentions.size()];
        if (title != null) {
            new Reading(title, Mention.Part.TITLE, mentions, stances).read();
        }
        new Reading(text, Mention.Part.TEXT, mentions, stances).read();
        boolean bullish = false;
        boolean bearish = false;
        for (Stance stance : stances) {
            bullish |= stance == Stance.BULLISH;
            bearish |= stance == Stance.BEARISH;
        }
        if (!bullish || !bearish) {
            return mentions;
        }
        List<Mention> settled = new ArrayList<>(mentions.size());
        for (int i = 0; i < stances.length; i++) {
            settled.add(stances[i] == null ? mentions.get(i) : mentions.get(i).with(stances[i]));
        }
        return settled;
    }

    private static boolean severalAssets(List<Mention> mentions) {
        for (int i = 1; i < mentions.size(); i++) {
            if (!Objects.equals(mentions.get(i).symbol(), mentions.get(0).symbol())) {
                return true;
            }
        }
        return false;
    }

    /** One way through one part of a post. */
    private final class Reading {
        private final Words words;
        private final List<Integer> places = new ArrayList<>();
        private final List<Mention> mentions;
        private final Stance[] stances;

        /** The mentions of the clause so far that nothing was said of. */
        private final List<Integer> open = new ArrayList<>();

        /** The side of what comes next; null = none. */
        private Stance pending;

        private Integer last;
        private boolean switching;
        private boolean turned;

        Reading(Words words, Mention.Part part, List<Mention> mentions, Stance[] stances) {
            this.words = words;
            this.mentions = mentions;
            this.stances = stances;
            for (int i = 0; i < mentions.size(); i++) {
                if (mentions.get(i).part() == part) {
                    places.add(i);
                }
            }
            places.sort((a, b) ->
                    Integer.compare(mentions.get(a).start(), mentions.get(b).start()));
        }

        void read() {
            int next = 0;
            int word = 0;
            int count = Math.min(words.count(), WORDS_READ);
            while (word < count && next < places.size() || word < count && !open.isEmpty()) {
                pause(word);
                if (next < places.size()
                        && mentions.get(places.get(next)).end() > words.start(word)
                        && mentions.get(places.get(next)).start() < words.end(word)) {
                    Mention mention = mentions.get(places.get(next));
                    named(places.get(next));
                    next++;
                    while (word < count && words.start(word) < mention.end()) {
                        word++;
                    }
                    while (next < places.size()
                            && mentions.get(places.get(next)).start() < mention.end()) {
                        next++;
                    }
                    continue;
                }
                while (next < places.size() && mentions.get(places.get(next)).end() <= words.start(word)) {
                    next++;
                }
                PhraseMap.Phrase<Cue> phrase =
                        words.inLink(word) || words.inHandle(word) ? null : cues.longest(words, word);
                if (phrase == null) {
                    turned = false;
                    word++;
                } else {
                    heard(phrase.value());
                    word += phrase.words();
                }
            }
        }

        private void named(int mention) {
            last = mention;
            turned = false;
            if (pending == null) {
                open.add(mention);
            } else {
                stances[mention] = pending;
            }
        }

        private void heard(Cue cue) {
            boolean negated = turned;
            turned = cue == Cue.NOT;
            if (negated) {
                return;
            }
            switch (cue) {
                case BUY -> pending = Stance.BULLISH;
                case SELL -> {
                    pending = Stance.BEARISH;
                    switching = true;
                }
                case RISES -> said(Stance.BULLISH);
                case FALLS -> said(Stance.BEARISH);
                case OVER, UNDER -> {
                    boolean over = cue == Cue.OVER;
                    if (last != null) {
                        said(over ? Stance.BULLISH : Stance.BEARISH);
                        pending = over ? Stance.BEARISH : Stance.BULLISH;
                    }
                }
                case SWITCH -> switching = true;
                case FROM -> {
                    if (switching) {
                        pending = Stance.BEARISH;
                    }
                }
                case INTO -> {
                    if (switching) {
                        for (int mention : open) {
                            stances[mention] = Stance.BEARISH;
                        }
                        open.clear();
                        pending = Stance.BULLISH;
                    }
                }
                case TURN -> clause();
                default -> {
                    // a negation has been noted
                }
            }
        }

        /** Says something of the mentions of the clause. */
        private void said(Stance stance) {
            for (int mention : open) {
                stances[mention] = stance;
            }
            open.clear();
        }

        private void clause() {
            open.clear();
            pending = null;
        }

        /** Between words: a sentence's end ends all, other marks end what is said of those before. */
        private void pause(int word) {
            if (word == 0) {
                return;
            }
            int from = words.end(word - 1);
            int to = Math.min(words.start(word), from + 40);
            for (int i = from; i < to; i++) {
                char c = words.at(i);
                boolean spaced = i + 1 >= words.size() || words.at(i + 1) == ' ' || words.at(i + 1) == '\n';
                if (c == '\n' || c == ';' || (c == '.' || c == '!' || c == '?') && spaced) {
                    clause();
                    switching = false;
                    last = null;
                } else if (c == '>' && last != null && pending == null) {
                    heard(Cue.OVER);
                }
            }
        }
    }
}
