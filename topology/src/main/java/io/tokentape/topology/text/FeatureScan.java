package io.tokentape.topology.text;

import java.util.Arrays;

/**
 * Reads the features of one post. Its arrays are kept per thread. The number of words, marks and pieces that are read is
 * bounded, whatever the text.
 */
final class FeatureScan {
    private static final ThreadLocal<FeatureScan> OWN = ThreadLocal.withInitial(FeatureScan::new);

    private static final int TOKENS_READ = 160;
    private static final int TITLE_TOKENS_READ = 60;
    private static final int PIECE_WORDS_READ = 110;
    private static final int LONGEST_WORD = 24;
    private static final int NEGATION_REACH = 4;
    private static final int SHORTEST_PIECE = 3;
    private static final int LONGEST_PIECE = 5;

    private static final PhraseMap<String> NEGATIONS = PhraseMap.set(FeatureScan.class, "negations.txt");

    private static final WordClasses CLASSES = WordClasses.shipped();

    private static final int SLOTS = 1 << 13;
    private static final int MOST = 5_000;

    private static final long FACTOR = 0xD6E8FEB86659FD93L;

    // Kinds of token; the sort of a feature goes into its hash, so that they do not meet.
    private static final int WORD = 1;
    private static final int CASHTAG = 2;
    private static final int NUMBER = 3;
    private static final int LINK = 4;
    private static final int HANDLE = 5;
    private static final int MARK = 6;
    private static final int BREAK = 7;
    private static final int MIXED = 8;
    private static final int RUN_OF_TWO = 10;
    private static final int RUN_OF_THREE = 11;
    private static final int PAIR_APART = 12;
    private static final int NEGATED = 13;
    private static final int PIECE = 14;
    private static final int FORM = 15;
    private static final int FIRST = 16;
    private static final int HASHTAG = 17;
    private static final int LINKED = 18;
    private static final int TITLE = 19;
    private static final int CLASS = 20;
    private static final int CLASS_NEGATED = 21;
    private static final int CLASS_AND_NEXT = 22;
    private static final int CLASS_THEN_CLASS = 23;
    private static final int FIRST_CLASS = 24;
    private static final int CLASS_COUNT = 25;
    private static final int CLASS_RUN = 26;
    private static final int BALANCE = 27;

    private final int[] found = new int[MOST];
    private int count;
    private final int[] table = new int[SLOTS];
    private final int[] stamps = new int[SLOTS];
    private int stamp;

    /** A token as it is counted alone, and as it stands in runs: figures, tickers, names of users are alike there. */
    private final long[] alone = new long[TOKENS_READ + 8];

    private final long[] inRuns = new long[TOKENS_READ + 8];
    private final boolean[] negated = new boolean[TOKENS_READ + 8];

    /** The class of a token's words, 0 = none; only on the first token of a phrase. */
    private final int[] classes = new int[TOKENS_READ + 8];

    private final long[] classFeature = new long[8 * TOKENS_READ];
    private int classFeatures;
    private int good;
    private int bad;
    private int nextClassed;
    private int wordClass;
    private int tokens;

    private int letters;
    private int capitals;
    private int cashtags;
    private int hashtags;
    private int links;
    private int handles;
    private int numbers;
    private int emoji;
    private int exclamations;
    private int questions;
    private int breaks;
    private int words;
    private int startsUpper;

    /** Marks that are no tokens: they belong to the words beside them, or say nothing. */
    private static final String UNREAD = "$#@\r\t',-/_";

    private FeatureScan() {}

    static Features of(Post post, Words title, Words text) {
        return OWN.get().read(post, title, text);
    }

    private Features read(Post post, Words title, Words text) {
        count = 0;
        letters = capitals = cashtags = hashtags = links = handles = numbers = emoji = exclamations = questions = 0;
        breaks = words = startsUpper = classFeatures = good = bad = 0;
        int[] ends = new int[Features.groups()];
        begin();
        if (title != null) {
            cut(title, TITLE_TOKENS_READ);
            runs();
            add(mix(TITLE, 0));
        }
        cut(text, TOKENS_READ);
        runs();
        ends[0] = count;
        begin();
        for (int i = 0; i < classFeatures; i++) {
            add(classFeature[i]);
        }
        add(mix(BALANCE, Math.min(4, good) * 8L + Math.min(4, bad)));
        add(mix(BALANCE, 100 + Math.max(-4, Math.min(4, good - bad))));
        ends[1] = count;
        begin();
        if (title != null) {
            pieces(title, TITLE_TOKENS_READ);
        }
        pieces(text, PIECE_WORDS_READ);
        ends[2] = count;
        begin();
        form(post, title, text);
        ends[3] = count;
        return new Features(Arrays.copyOf(found, count), ends);
    }

    /** Begins a group: a feature counts once in it. */
    private void begin() {
        stamp++;
        if (stamp == 0) {
            Arrays.fill(stamps, 0);
            stamp = 1;
        }
    }

    private void add(long hash) {
        int key = (int) (hash >>> 32);
        if (key == 0) {
            key = 1;
        }
        int slot = key & SLOTS - 1;
        while (stamps[slot] == stamp) {
            if (table[slot] == key) {
                return;
            }
            slot = slot + 1 & SLOTS - 1;
        }
        if (count == MOST) {
            return;
        }
        stamps[slot] = stamp;
        table[slot] = key;
        found[count++] = key;
    }

    private static long mix(int sort, long value) {
        long mixed = (value + sort * 0x9E3779B97F4A7C15L) * FACTOR;
        return (mixed ^ (mixed >>> 32)) * FACTOR;
    }

    private static long join(long first, long second) {
        return (first ^ (first >>> 29)) * FACTOR + second;
    }

    private void token(long single, long run, boolean isNegated) {
        if (tokens < alone.length) {
            alone[tokens] = single;
            inRuns[tokens] = run;
            negated[tokens] = isNegated;
            classes[tokens] = wordClass;
            wordClass = 0;
            tokens++;
        }
    }

    /** Cuts a text into tokens: words, and the marks between them. */
    private void cut(Words text, int most) {
        tokens = 0;
        nextClassed = 0;
        wordClass = 0;
        int reach = 0;
        int at = 0;
        int word = 0;
        while (tokens < most) {
            int next = word < text.count() ? text.start(word) : text.size();
            boolean ended = marks(text, at, next, most);
            if (ended) {
                reach = 0;
            }
            if (word >= text.count() || tokens >= most) {
                return;
            }
            if (text.inLink(word)) {
                int first = word;
                while (word + 1 < text.count() && text.inLink(word + 1)) {
                    if (word < first + 4) {
                        add(mix(LINKED, text.hash(word)));
                    }
                    word++;
                }
                links++;
                token(mix(LINK, 0), mix(LINK, 0), false);
            } else if (text.inHandle(word)) {
                while (word + 1 < text.count() && text.inHandle(word + 1) && text.at(text.start(word + 1) - 1) == '_') {
                    word++;
                }
                handles++;
                token(mix(HANDLE, 0), mix(HANDLE, 0), false);
            } else {
                classed(text, word);
                word(text, word, reach > 0);
                reach = NEGATIONS.has(text, word) ? NEGATION_REACH : reach - 1;
            }
            at = text.end(word);
            word++;
        }
    }

    private void classed(Words text, int word) {
        wordClass = 0;
        if (word >= nextClassed) {
            PhraseMap.Phrase<Integer> phrase = CLASSES.at(text, word);
            if (phrase != null) {
                wordClass = phrase.value();
                nextClassed = word + phrase.words();
            }
        }
    }

    private void word(Words text, int word, boolean isNegated) {
        words++;
        char before = text.at(text.start(word) - 1);
        long hash = text.hash(word);
        if (!text.hasDigit(word)) {
            letters++;
            capitals += text.isUpper(word) && text.length(word) > 1 ? 1 : 0;
            startsUpper += text.startsUpper(word) ? 1 : 0;
            if (before == '$') {
                cashtags++;
                token(mix(CASHTAG, hash), mix(CASHTAG, 0), isNegated);
                return;
            }
            if (before == '#') {
                hashtags++;
                add(mix(HASHTAG, 0));
            }
            long plain = mix(WORD, hash);
            token(plain, plain, isNegated);
            return;
        }
        numbers++;
        if (text.isNumber(word)) {
            char after = text.at(text.end(word));
            char sign = before == '$' || before == '€' || before == '£' ? text.at(text.start(word) - 2) : before;
            int form = (after == '%' ? 1 : 0) + (before == '$' || before == '€' || before == '£' ? 2 : 0);
            form += sign == '+'
                    ? 4
                    : sign == '-' && Characters.kind(text.at(text.start(word) - 2)) < Characters.UPPER ? 8 : 0;
            boolean fraction = before == '.' || before == ',';
            if (fraction && tokens > 0) {
                if (after == '%') {
                    token(mix(NUMBER, 100), mix(NUMBER, 1), isNegated);
                }
                return;
            }
            int digits = Math.min(7, text.length(word));
            token(mix(NUMBER, form * 8 + digits), mix(NUMBER, form), isNegated);
            return;
        }
        long shape = 0;
        boolean inDigits = false;
        for (int i = text.start(word); i < text.end(word) && i < text.start(word) + LONGEST_WORD; i++) {
            char c = text.lowerAt(i);
            boolean digit = Characters.isDigit(c);
            if (!digit || !inDigits) {
                shape = join(shape, digit ? '0' : c);
            }
            inDigits = digit;
        }
        if (before == '$') {
            shape = join(shape, '$');
        }
        token(mix(WORD, hash), mix(MIXED, shape), isNegated);
    }

    /** Marks and emoji between two words. Returns whether a sentence ends. */
    private boolean marks(Words text, int from, int to, int most) {
        boolean ended = false;
        int last = 0;
        int to1 = Math.min(to, from + 64);
        for (int i = from; i < to1 && tokens < most; i++) {
            char c = text.at(i);
            if (c == ' ' || c == Characters.SKIP) {
                continue;
            }
            if (c < 0x80) {
                switch (c) {
                    case '!' -> exclamations++;
                    case '?' -> questions++;
                    case '\n' -> breaks++;
                    default -> {
                        // counted as a mark only
                    }
                }
                if (c == '.' && i + 1 < text.size() && Characters.kind(text.at(i + 1)) >= Characters.UPPER) {
                    continue;
                }
                boolean stop = c == '.' || c == '!' || c == '?' || c == '\n' || c == ';';
                ended |= stop;
                if (c == last || UNREAD.indexOf(c) >= 0) {
                    continue;
                }
                last = c;
                long mark = mix(MARK, c);
                token(mark, stop ? mix(BREAK, 0) : mark, false);
            } else {
                int code = c;
                if (Character.isHighSurrogate(c) && Character.isLowSurrogate(text.at(i + 1))) {
                    code = Character.toCodePoint(c, text.at(i + 1));
                    i++;
                }
                if (code >= 0x1F3FB && code <= 0x1F3FF || code == last) {
                    continue;
                }
                last = code;
                emoji++;
                long mark = mix(MARK, code);
                token(mark, mark, false);
            }
        }
        return ended;
    }

    /** Adds the tokens, and the runs and pairs they make. */
    private void runs() {
        for (int i = 0; i < tokens; i++) {
            add(alone[i]);
            if (negated[i]) {
                add(mix(NEGATED, inRuns[i]));
            }
            if (inRuns[i] != alone[i]) {
                add(inRuns[i]);
            }
            long pair = join(inRuns[i], i + 1 < tokens ? inRuns[i + 1] : 0);
            add(mix(RUN_OF_TWO, pair));
            if (i + 2 < tokens) {
                add(mix(RUN_OF_THREE, join(pair, inRuns[i + 2])));
                add(mix(PAIR_APART, join(inRuns[i], inRuns[i + 2])));
            }
        }
        classRuns();
        if (tokens > 0) {
            add(mix(FIRST, inRuns[0]));
        }
    }

    /** What classes of words occur, negated or not, beside what, and in which order. */
    private void classRuns() {
        int last = 0;
        int before = 0;
        for (int i = 0; i < tokens; i++) {
            int own = classes[i];
            if (own == 0) {
                continue;
            }
            boolean turned = negated[i];
            if (own % 3 == WordClasses.GOOD != turned && own % 3 != 0) {
                good++;
            } else if (own % 3 != 0) {
                bad++;
            }
            if (turned) {
                own += 400;
            }
            classFeature(mix(CLASS, own));
            if (last == 0) {
                classFeature(mix(FIRST_CLASS, own));
            } else {
                classFeature(mix(CLASS_THEN_CLASS, last * 1000L + own));
                if (before != 0) {
                    classFeature(mix(CLASS_RUN, (before * 1000L + last) * 1000L + own));
                }
            }
            classFeature(mix(CLASS_AND_NEXT, join(i + 1 < tokens ? inRuns[i + 1] : 0, own)));
            classFeature(mix(CLASS_NEGATED, join(i > 0 ? inRuns[i - 1] : 0, own)));
            before = last;
            last = own;
        }
        if (last != 0) {
            classFeature(mix(CLASS_COUNT, last));
        }
    }

    private void classFeature(long hash) {
        if (classFeatures < classFeature.length) {
            classFeature[classFeatures++] = hash;
        }
    }

    /** Pieces of 3 to 5 characters of each word, its ends marked. */
    private void pieces(Words text, int most) {
        int read = Math.min(text.count(), most);
        for (int word = 0; word < read; word++) {
            if (text.inLink(word) || text.inHandle(word) || text.isNumber(word)) {
                continue;
            }
            int start = text.start(word) - 1;
            int end = Math.min(text.end(word), start + LONGEST_WORD) + 1;
            for (int from = start; from + SHORTEST_PIECE <= end; from++) {
                long hash = PIECE;
                int last = Math.min(end, from + LONGEST_PIECE);
                for (int i = from; i < last; i++) {
                    char c = i == start ? '<' : i == text.end(word) ? '>' : text.lowerAt(i);
                    hash = (hash ^ c) * FACTOR;
                    if (i - from + 1 >= SHORTEST_PIECE) {
                        add((hash ^ (hash >>> 29)) * FACTOR);
                    }
                }
            }
        }
    }

    private void form(Post post, Words title, Words text) {
        int n = 0;
        fact(n++, post.source().ordinal());
        fact(n++, level(text.size()));
        fact(n++, title == null ? 0 : 1);
        fact(n++, Math.min(2, cashtags));
        fact(n++, Math.min(2, hashtags));
        fact(n++, Math.min(2, links));
        fact(n++, Math.min(2, handles));
        fact(n++, Math.min(3, numbers));
        fact(n++, Math.min(2, emoji));
        fact(n++, Math.min(2, exclamations));
        fact(n++, Math.min(1, questions));
        fact(n++, Math.min(3, breaks));
        fact(n++, letters == 0 ? 9 : 4 * capitals / letters);
        fact(n++, letters == 0 ? 9 : 4 * startsUpper / letters);
        fact(n, post.source().ordinal() * 64L + level(text.size()));
    }

    private static int level(int length) {
        return 32 - Integer.numberOfLeadingZeros(length);
    }

    private void fact(int number, long value) {
        add(mix(FORM, number * 4096L + value));
    }
}
