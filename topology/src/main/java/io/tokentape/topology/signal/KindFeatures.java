package io.tokentape.topology.signal;

import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.signal.Signal.Kind;
import io.tokentape.topology.text.Features;
import io.tokentape.topology.text.Words;
import java.util.Arrays;
import java.util.List;

/**
 * What tells calls from news of calls and from all else, as hashes: the grammar's tokens and pairs of them, and facts of
 * the reading. Words that the grammar knows count as what they announce, so that what is learned holds in every language.
 */
final class KindFeatures {
    private static final int MOST = 1_024;
    private static final int MOST_COUNTED = 3;

    private static final long LINE = symbol(1);
    private static final long TICKED = symbol(2);
    private static final long INDEXED = symbol(3);
    private static final long MOMENT = symbol(4);
    private static final long[] CUES = symbols(10, Cue.values().length);
    private static final long[] UNITS = symbols(100, Signal.Unit.values().length);
    private static final long[] FACTS = symbols(200, Fact.values().length);
    private static final long[] COUNTS = symbols(300, 16);

    private enum Fact {
        RULES,
        BASE,
        ENTRIES,
        TARGETS,
        SELLS,
        STOPS,
        TICKS,
        NEWS,
        HINTS,
        REALISED,
        SIDE,
        PROFIT,
        PUMP,
        INSTRUMENTS,
        WORDS,
        LINES,
        NUMBERS,
        PERCENTAGES,
        EXCHANGE,
        LINKS,
        FIRST,
        NEWS_FIRST
    }

    private final CallTokens tokens;
    private int[] hashes = new int[256];
    private int count;

    private KindFeatures(CallTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * @param ruled what plain rules say; null = neither
     */
    static Features of(CallTokens tokens, CallReading call, Instrument instrument, List<Mention> mentions, Kind ruled) {
        KindFeatures features = new KindFeatures(tokens);
        features.facts(call, instrument, KindRules.instruments(mentions), ruled);
        int[] facts = features.distinct();
        features.count = 0;
        features.sequence();
        return Features.of(features.distinct(), facts);
    }

    private void facts(CallReading call, Instrument instrument, int instruments, Kind ruled) {
        int base = instrument == null ? 0 : instrument.strong() ? 2 : 1;
        int rules = ruled == null ? 0 : ruled.ordinal() + 1;
        fact(Fact.RULES, rules);
        fact(Fact.BASE, base);
        many(Fact.ENTRIES, call.entries.size());
        many(Fact.TARGETS, call.targets.size());
        many(Fact.SELLS, call.sells.size());
        many(Fact.STOPS, call.stops.size());
        many(Fact.TICKS, call.ticks);
        many(Fact.NEWS, call.news);
        many(Fact.HINTS, call.hints);
        many(Fact.REALISED, call.realised);
        fact(Fact.SIDE, (call.buys ? 1 : 0) | (call.sales ? 2 : 0) | (call.longs ? 4 : 0) | (call.shorts ? 8 : 0));
        many(Fact.ENTRIES, Fact.TARGETS, call.entries.size(), call.targets.size() + call.sells.size());
        many(Fact.TARGETS, Fact.TICKS, call.targets.size() + call.sells.size(), call.ticks);
        many(Fact.ENTRIES, Fact.NEWS, call.entries.size(), call.news + call.ticks + call.realised);
        many(Fact.STOPS, Fact.NEWS, call.stops.size(), call.news + call.ticks + call.realised);
        many(Fact.BASE, Fact.NEWS, base, call.news + call.ticks + call.realised);
        many(Fact.BASE, Fact.TARGETS, base, call.targets.size() + call.sells.size());
        many(Fact.BASE, Fact.SIDE, base, call.anySide() ? 1 : 0);
        fact(Fact.PROFIT, call.profitSaid ? 1 : 0);
        fact(Fact.PUMP, call.pumpAt >= 0 ? 1 : 0);
        many(Fact.INSTRUMENTS, instruments);
        fact(Fact.EXCHANGE, tokens.exchange() == null ? 0 : 1);
        Words words = tokens.words();
        fact(Fact.WORDS, magnitude(words.count()));
        int numbers = 0;
        int percentages = 0;
        int lines = 1;
        int first = -1;
        boolean newsFirst = false;
        boolean levels = false;
        for (int token = 0; token < tokens.count(); token++) {
            lines += token > 0 && tokens.startsLine(token) ? 1 : 0;
            Figure figure = tokens.figure(token);
            if (figure != null) {
                numbers++;
                percentages += figure.unit() == Signal.Unit.PERCENT ? 1 : 0;
                levels |= figure.start() >= call.levelsStart;
            }
            Cue cue = tokens.cue(token);
            if (cue != null && first < 0 && cue != Cue.PLAIN) {
                first = cue.ordinal();
            }
            newsFirst |= cue != null && cue.isNews() && !levels;
        }
        fact(Fact.NUMBERS, magnitude(numbers));
        many(Fact.PERCENTAGES, percentages);
        fact(Fact.LINES, magnitude(lines));
        fact(Fact.NEWS_FIRST, newsFirst ? 1 : 0);
        if (first >= 0) {
            add(Words.join(FACTS[Fact.FIRST.ordinal()], CUES[first]));
        }
    }

    private static int magnitude(int n) {
        return Math.min(15, 32 - Integer.numberOfLeadingZeros(n));
    }

    private void many(Fact fact, int n) {
        fact(fact, Math.min(MOST_COUNTED, n));
    }

    private void many(Fact one, Fact other, int n, int m) {
        long both = Words.join(FACTS[one.ordinal()], FACTS[other.ordinal()]);
        add(Words.join(both, COUNTS[Math.min(MOST_COUNTED, n) * (MOST_COUNTED + 1) + Math.min(MOST_COUNTED, m)]));
    }

    private void fact(Fact fact, int value) {
        add(Words.join(FACTS[fact.ordinal()], COUNTS[value]));
    }

    private void sequence() {
        long before = LINE;
        for (int token = 0; token < tokens.count(); token++) {
            if (token > 0 && tokens.startsLine(token)) {
                before = LINE;
            }
            long now = hash(token);
            if (before != LINE) {
                add(Words.join(before, now));
            }
            add(now);
            before = now;
            if (tokens.figure(token) != null && tokens.ticked(token)) {
                add(Words.join(now, TICKED));
            }
        }
    }

    private long hash(int token) {
        return switch (tokens.kind(token)) {
            case WORD -> tokens.words().hash(tokens.word(token));
            case CUE ->
                tokens.cue(token) == Cue.PLAIN
                        ? tokens.words().hash(tokens.word(token))
                        : CUES[tokens.cue(token).ordinal()];
            case INDEXED_TARGET -> INDEXED;
            case NUMBER -> UNITS[tokens.figure(token).unit().ordinal()];
            case MOMENT -> MOMENT;
        };
    }

    private void add(long hash) {
        if (count == MOST) {
            return;
        }
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, count * 2);
        }
        int folded = (int) (hash ^ hash >>> 32);
        hashes[count++] = folded == 0 ? 1 : folded;
    }

    private int[] distinct() {
        int capacity = Integer.highestOneBit(Math.max(8, count)) * 4;
        int[] seen = new int[capacity];
        int[] kept = new int[count];
        int n = 0;
        for (int i = 0; i < count; i++) {
            int slot = hashes[i] & capacity - 1;
            while (seen[slot] != 0 && seen[slot] != hashes[i]) {
                slot = slot + 1 & capacity - 1;
            }
            if (seen[slot] == 0) {
                seen[slot] = hashes[i];
                kept[n++] = hashes[i];
            }
        }
        return Arrays.copyOf(kept, n);
    }

    private static long symbol(int number) {
        return Words.join(0x5851F42D4C957F2DL, number * 0x9E3779B97F4A7C15L);
    }

    private static long[] symbols(int from, int count) {
        long[] symbols = new long[count];
        for (int i = 0; i < count; i++) {
            symbols[i] = symbol(from + i);
        }
        return symbols;
    }
}
