package io.tokentape.topology.text;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * A print of a text that near-repeats share: {@value #BYTES} bytes, of which as large a share agrees as the pairs of
 * neighbouring words that two texts have in common (MinHash by one permutation, the empty bins filled from others:
 * Shrivastava, "Optimal densification for fast and accurate minwise hashing", 2017; eight bits kept of each minimum).
 *
 * <p>Links, handles, emoji, case and disguised letters do not count, nor do numbers, unless the text is largely made of
 * them, as a call with its levels is. A text of few words agrees with nothing but itself. Immutable.
 */
public final class TextPrint {
    public static final int BYTES = 64;

    /** So many bytes must agree for a near-repeat: about half of the pairs of words in common. */
    private static final int FEWEST_AGREEING = 30;

    /** With fewer words a text is compared as a whole. */
    private static final int FEWEST_WORDS = 8;

    /** Words beyond are not read: two texts with that many in common are one story. */
    private static final int MOST_WORDS = 1_024;

    /** One number to so many words makes a text one of figures. */
    private static final int WORDS_A_FIGURE = 4;

    private static final long FACTOR_1 = 0xBF58476D1CE4E5B9L;
    private static final long FACTOR_2 = 0x94D049BB133111EBL;
    private static final long STEP = 0x9E3779B97F4A7C15L;
    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;

    private final long[] lanes;

    private TextPrint(long[] lanes) {
        this.lanes = lanes;
    }

    /**
     * @param title null = none
     * @param text may be empty
     */
    public static TextPrint of(Words title, Words text) {
        Words first = title == null ? text : title;
        Words second = title == null ? null : text;
        boolean figures = figures(first) + figures(second) > (plain(first) + plain(second)) / WORDS_A_FIGURE;
        long[] words = new long[Math.min(MOST_WORDS, first.count() + (second == null ? 0 : second.count()))];
        int count = take(second, take(first, 0, words, figures), words, figures);
        return count >= FEWEST_WORDS ? ofPairs(words, count) : ofWhole(first, second);
    }

    /** @throws IllegalArgumentException unless there are {@value #BYTES} bytes */
    public static TextPrint read(ByteBuffer bytes) {
        if (bytes.remaining() != BYTES) {
            throw new IllegalArgumentException("a print has " + BYTES + " bytes, not " + bytes.remaining());
        }
        long[] lanes = new long[BYTES / Long.BYTES];
        bytes.duplicate().asLongBuffer().get(lanes);
        return new TextPrint(lanes);
    }

    public ByteBuffer bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.asLongBuffer().put(lanes);
        return bytes;
    }

    /** The first eight bytes: prints that are near-repeats of each other almost surely agree in one of them. */
    public long head() {
        return lanes[0];
    }

    /** Whether two heads agree in a byte. */
    public static boolean mayRepeat(long head, long other) {
        return agreeing(head, other) > 0;
    }

    /** Whether one text is a near-repeat of the other. */
    public boolean repeats(TextPrint other) {
        return agreement(other) >= FEWEST_AGREEING;
    }

    /** How many bytes agree. */
    int agreement(TextPrint other) {
        int agreeing = 0;
        for (int i = 0; i < lanes.length; i++) {
            agreeing += agreeing(lanes[i], other.lanes[i]);
        }
        return agreeing;
    }

    private static int agreeing(long a, long b) {
        long different = a ^ b;
        // A byte's highest bit stays clear only where the whole byte is zero.
        return Long.bitCount(~(((different & LOW_BITS) + LOW_BITS) | different | LOW_BITS));
    }

    private static int take(Words words, int count, long[] into, boolean figures) {
        int taken = count;
        if (words != null) {
            for (int word = 0; word < words.count() && taken < into.length; word++) {
                if (isPlain(words, word) || figures && isFigure(words, word)) {
                    into[taken++] = words.hash(word);
                }
            }
        }
        return taken;
    }

    private static int plain(Words words) {
        int count = 0;
        for (int word = 0; words != null && word < words.count(); word++) {
            count += isPlain(words, word) ? 1 : 0;
        }
        return count;
    }

    private static int figures(Words words) {
        int count = 0;
        for (int word = 0; words != null && word < words.count(); word++) {
            count += isFigure(words, word) ? 1 : 0;
        }
        return count;
    }

    private static boolean isPlain(Words words, int word) {
        return !words.inLink(word) && !words.inHandle(word) && !words.isAmount(word);
    }

    private static boolean isFigure(Words words, int word) {
        return !words.inLink(word) && !words.inHandle(word) && words.isAmount(word);
    }

    private static TextPrint ofPairs(long[] words, int count) {
        long[] least = new long[BYTES];
        Arrays.fill(least, -1L);
        for (int i = 0; i + 1 < count; i++) {
            long pair = mix(Words.join(words[i], words[i + 1]));
            int bin = (int) (pair >>> 58);
            if (Long.compareUnsigned(pair, least[bin]) < 0) {
                least[bin] = pair;
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        for (int bin = 0; bin < BYTES; bin++) {
            int donor = bin;
            for (long attempt = 1; least[donor] == -1L; attempt++) {
                donor = (int) (mix(bin * STEP + attempt) >>> 58);
            }
            bytes.put((byte) mix(least[donor]));
        }
        return read(bytes.flip());
    }

    private static TextPrint ofWhole(Words first, Words second) {
        long hash = whole(second, whole(first, 0));
        long[] lanes = new long[BYTES / Long.BYTES];
        for (int lane = 0; lane < lanes.length; lane++) {
            lanes[lane] = mix(hash + (lane + 1) * STEP);
        }
        return new TextPrint(lanes);
    }

    /** Hash of all words, links and numbers too; of a text without words, of what it is made of. */
    private static long whole(Words words, long before) {
        if (words == null) {
            return before;
        }
        long hash = before;
        for (int word = 0; word < words.count(); word++) {
            hash = Words.join(hash, words.hash(word));
        }
        return words.count() > 0
                ? hash
                : Words.join(hash, words.original().strip().hashCode());
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * FACTOR_1;
        mixed = (mixed ^ (mixed >>> 27)) * FACTOR_2;
        return mixed ^ (mixed >>> 31);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextPrint print && Arrays.equals(lanes, print.lanes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(lanes[0], lanes[1]);
    }
}
