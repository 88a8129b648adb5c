package io.tokentape.topology.text;

import java.util.Arrays;

/**
 * A text cut into words: runs of letters and digits, each with its place in the original text and a hash of its folded,
 * lower-case form. One pass, cost linear in the text whatever it holds. Immutable once made.
 */
public final class Words {
    private static final int HAS_UPPER = 1;
    private static final int HAS_LOWER = 2;
    private static final int HAS_DIGIT = 4;
    private static final int HAS_LETTER = 8;
    private static final int FIRST_UPPER = 16;
    private static final int IN_LINK = 32;
    private static final int IN_HANDLE = 64;

    private static final long SEED = 0x9E3779B97F4A7C15L;
    private static final long FACTOR = 0xD6E8FEB86659FD93L;

    private final String original;
    private final char[] folded;
    private final char[] lower;
    private int count;
    private int[] starts;
    private int[] ends;
    private long[] hashes;
    private byte[] flags;

    private Words(String original) {
        this.original = original;
        int length = original.length();
        this.folded = new char[length];
        this.lower = new char[length];
        int guess = length / 5 + 8;
        this.starts = new int[guess];
        this.ends = new int[guess];
        this.hashes = new long[guess];
        this.flags = new byte[guess];
    }

    public static Words of(String text) {
        Words words = new Words(text);
        words.fold();
        words.cut();
        words.markLinks();
        return words;
    }

    /** Hash of the words of a name, as {@link #hash} and {@link #join} make it; 0 when it has none. */
    public static long hashOf(String name) {
        Words words = of(name);
        long hash = 0;
        for (int i = 0; i < words.count; i++) {
            hash = i == 0 ? words.hashes[0] : join(hash, words.hashes[i]);
        }
        return hash;
    }

    /** Hash of a run of words out of the hash of its beginning and of its last word. */
    public static long join(long beginning, long word) {
        long mixed = (beginning ^ (beginning >>> 29)) * FACTOR + word;
        return mixed ^ (mixed >>> 32);
    }

    public String original() {
        return original;
    }

    public int count() {
        return count;
    }

    public int start(int word) {
        return starts[word];
    }

    /** Exclusive. */
    public int end(int word) {
        return ends[word];
    }

    public int length(int word) {
        return ends[word] - starts[word];
    }

    public long hash(int word) {
        return hashes[word];
    }

    /** The folded unit at an offset, its case kept; 0 outside the text. */
    public char at(int offset) {
        return offset >= 0 && offset < folded.length ? folded[offset] : 0;
    }

    /** The folded unit at an offset in lower case; 0 outside the text. */
    public char lowerAt(int offset) {
        return offset >= 0 && offset < lower.length ? lower[offset] : 0;
    }

    /** Length of the text in UTF-16 units. */
    public int size() {
        return folded.length;
    }

    public String surface(int start, int end) {
        return original.substring(start, end);
    }

    /** The folded text of a span, its case kept and without what cannot be seen. */
    public String plain(int start, int end) {
        return visible(folded, start, end);
    }

    /** The folded text of a span in lower case. */
    public String lower(int start, int end) {
        return visible(lower, start, end);
    }

    public String lower(int word) {
        return visible(lower, starts[word], ends[word]);
    }

    /** Letters, all of them upper case; digits may be among them. */
    public boolean isUpper(int word) {
        return (flags[word] & (HAS_UPPER | HAS_LOWER | HAS_LETTER)) == HAS_UPPER;
    }

    public boolean isLower(int word) {
        return (flags[word] & (HAS_UPPER | HAS_LOWER | HAS_LETTER)) == HAS_LOWER;
    }

    public boolean startsUpper(int word) {
        return (flags[word] & FIRST_UPPER) != 0;
    }

    public boolean hasDigit(int word) {
        return (flags[word] & HAS_DIGIT) != 0;
    }

    public boolean hasLetter(int word) {
        return (flags[word] & (HAS_UPPER | HAS_LOWER | HAS_LETTER)) != 0;
    }

    /** Digits only. */
    public boolean isNumber(int word) {
        return !hasLetter(word);
    }

    /** Digits with no more than two letters behind them: 500, 100k, 20bn. */
    public boolean isAmount(int word) {
        int from = starts[word];
        while (from < ends[word] && Characters.isDigit(folded[from])) {
            from++;
        }
        return from > starts[word] && ends[word] - from <= 2;
    }

    /** Whether the word lies within a web address. */
    public boolean inLink(int word) {
        return (flags[word] & IN_LINK) != 0;
    }

    /** Whether the word is (part of) a user name or mail address. */
    public boolean inHandle(int word) {
        return (flags[word] & IN_HANDLE) != 0;
    }

    /** Whether only a space, a hyphen, an underscore, a dot or an apostrophe lies between a word and the next. */
    public boolean adjacent(int word) {
        int from = ends[word];
        int to = starts[word + 1];
        if (to - from != 1) {
            return false;
        }
        char c = folded[from];
        return c == ' ' || c == '-' || c == '_' || c == '.' || c == '\'';
    }

    /** Whether the words from {@code first} to {@code last} spell {@code key}: lower-case words, one space between. */
    public boolean spells(int first, int last, String key) {
        int at = 0;
        for (int word = first; word <= last; word++) {
            if (word > first) {
                if (at >= key.length() || key.charAt(at++) != ' ') {
                    return false;
                }
            }
            for (int i = starts[word]; i < ends[word]; i++) {
                char c = lower[i];
                if (c == Characters.SKIP) {
                    continue;
                }
                if (at >= key.length() || key.charAt(at++) != c) {
                    return false;
                }
            }
        }
        return at == key.length();
    }

    /** The words of the text in lower case, one space between: the form in which names are keyed. */
    public String key() {
        StringBuilder key = new StringBuilder(lower.length);
        for (int word = 0; word < count; word++) {
            if (word > 0) {
                key.append(' ');
            }
            key.append(lower(word));
        }
        return key.toString();
    }

    private static String visible(char[] units, int start, int end) {
        for (int i = start; i < end; i++) {
            if (units[i] == Characters.SKIP) {
                StringBuilder kept = new StringBuilder(end - start);
                for (int j = start; j < end; j++) {
                    if (units[j] != Characters.SKIP) {
                        kept.append(units[j]);
                    }
                }
                return kept.toString();
            }
        }
        return new String(units, start, end - start);
    }

    private void fold() {
        int length = original.length();
        original.getChars(0, length, folded, 0);
        for (int i = 0; i < length; i++) {
            char c = folded[i];
            if (c < 0x80) {
                lower[i] = c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(folded[i + 1])) {
                char plain = Characters.plain(Character.toCodePoint(c, folded[i + 1]));
                if (plain != 0) {
                    folded[i] = plain;
                    lower[i] = Character.toLowerCase(plain);
                    folded[i + 1] = Characters.SKIP;
                    lower[i + 1] = Characters.SKIP;
                } else {
                    lower[i] = c;
                    lower[i + 1] = folded[i + 1];
                }
                i++;
            } else {
                folded[i] = Characters.folded(c);
                lower[i] = Characters.lowered(c);
            }
        }
    }

    private void cut() {
        int length = folded.length;
        int i = 0;
        while (i < length) {
            byte kind = Characters.kind(folded[i]);
            if (kind < Characters.UPPER || kind == Characters.INVISIBLE) {
                i++;
                continue;
            }
            int start = i;
            int end = i;
            int flag = kind == Characters.UPPER ? FIRST_UPPER : 0;
            boolean foreign = false;
            long hash = SEED;
            while (i < length) {
                kind = Characters.kind(folded[i]);
                if (kind < Characters.UPPER || end > start && Characters.parts(folded[end - 1], folded[i])) {
                    break;
                }
                if (kind != Characters.INVISIBLE) {
                    hash = (hash ^ lower[i]) * FACTOR;
                    foreign |= lower[i] >= Characters.FIRST_LOOKALIKE;
                    flag |= switch (kind) {
                        case Characters.UPPER -> HAS_UPPER;
                        case Characters.LOWER -> HAS_LOWER;
                        case Characters.DIGIT -> HAS_DIGIT;
                        default -> HAS_LETTER;
                    };
                    end = i + 1;
                } else if (folded[i] == Characters.SKIP && i == end && Character.isLowSurrogate(original.charAt(i))) {
                    end = i + 1; // second half of a folded pair belongs to the word
                }
                i++;
            }
            if (foreign && isDisguised(start, end)) {
                hash = undisguised(start, end);
            }
            add(start, end, hash ^ (hash >>> 31), flag);
        }
    }

    /** Whether a word is Latin but for letters of other scripts that look the same. */
    private boolean isDisguised(int start, int end) {
        boolean latin = false;
        for (int i = start; i < end; i++) {
            char c = lower[i];
            latin |= c >= 'a' && c <= 'z';
            if (c >= Characters.FIRST_LOOKALIKE && c != Characters.SKIP && Characters.lookalike(folded[i]) == 0) {
                return false;
            }
        }
        return latin;
    }

    /** Folds the letters that only look Latin; gives the hash of the word. */
    private long undisguised(int start, int end) {
        long hash = SEED;
        for (int i = start; i < end; i++) {
            char plain = Characters.lookalike(folded[i]);
            if (plain != 0) {
                folded[i] = plain;
                lower[i] = Characters.lowered(plain);
            }
            if (lower[i] != Characters.SKIP) {
                hash = (hash ^ lower[i]) * FACTOR;
            }
        }
        return hash;
    }

    private void add(int start, int end, long hash, int flag) {
        if (count == starts.length) {
            int grown = count * 2;
            starts = Arrays.copyOf(starts, grown);
            ends = Arrays.copyOf(ends, grown);
            hashes = Arrays.copyOf(hashes, grown);
            flags = Arrays.copyOf(flags, grown);
        }
        starts[count] = start;
        ends[count] = end;
        hashes[count] = hash;
        flags[count] = (byte) flag;
        count++;
    }

    /** Last word of the chain of words and dots looked at last, so that a long chain is walked once. */
    private int chainEnd;

    private boolean chainIsDomain;

    private void markLinks() {
        chainEnd = -1;
        for (int word = 0; word < count; word++) {
            if ((flags[word] & (IN_LINK | IN_HANDLE)) != 0) {
                continue;
            }
            char before = at(starts[word] - 1);
            char after = at(ends[word]);
            if (before == '@' && !Characters.isDigit(at(starts[word]))) {
                markHandle(word);
            } else if (after == '@' && word + 1 < count && starts[word + 1] == ends[word] + 1) {
                flags[word] |= IN_HANDLE;
            } else if (after == ':' && at(ends[word] + 1) == '/' && at(ends[word] + 2) == '/') {
                markLink(word);
            } else if (after == '.' && word + 1 < count && starts[word + 1] == ends[word] + 1) {
                markDomain(word);
            }
        }
    }

    private void markHandle(int word) {
        flags[word] |= IN_HANDLE;
        for (int next = word + 1; next < count && starts[next] == ends[next - 1] + 1; next++) {
            if (at(starts[next] - 1) != '_') {
                break;
            }
            flags[next] |= IN_HANDLE;
        }
    }

    /** From a word to the next white space. */
    private void markLink(int word) {
        int next = word;
        do {
            flags[next] |= IN_LINK;
            next++;
        } while (next < count && unbroken(ends[next - 1], starts[next]));
    }

    private boolean unbroken(int from, int to) {
        for (int i = from; i < to; i++) {
            byte kind = Characters.kind(folded[i]);
            if (kind == Characters.SPACE || kind == Characters.NEWLINE) {
                return false;
            }
        }
        return true;
    }

    private void markDomain(int word) {
        if (word > chainEnd) {
            chainEnd = word;
            while (chainEnd + 1 < count && starts[chainEnd + 1] == ends[chainEnd] + 1 && at(ends[chainEnd]) == '.') {
                chainEnd++;
            }
            String top = lower(chainEnd);
            chainIsDomain = Domains.isTop(top) || at(ends[chainEnd]) == '/' && Domains.isTopBeforePath(top);
        }
        int last = chainEnd;
        if (chainIsDomain || lower(word).equals("www")) {
            if (at(ends[last]) == '/') {
                markLink(word);
            } else {
                for (int i = word; i <= last; i++) {
                    flags[i] |= IN_LINK;
                }
            }
        }
    }
}
