package io.tokentape.topology.event;

import io.tokentape.topology.text.ReadPost;
import io.tokentape.topology.text.Words;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;

/**
 * Where words and marks lie in a space learned from posts without labels: what stands among the same words lies close
 * together. A post lies at the sum of its words, common words counting less (weight a / (a + share of all words), Arora et
 * al. 2017), brought to length 1. Sums are of whole numbers. Immutable.
 */
final class WordVectors {
    private static final int MAGIC = 0x54545756;
    private static final int WORDS_READ = 120;
    private static final int MARKS_READ = 12;
    private static final int TITLE_READ = 40;

    private static final long HANDLE = 2;
    private static final long NUMBER = 3;

    private final int width;
    private final int words;

    // Open addressing; a key of 0 is an empty slot. The numbers of a slot lie together, its weight apart.
    private final long[] keys;
    private final short[] weights;
    private final byte[] places;

    /**
     * @param keys of the words, none of them 0
     * @param weights how much each word counts, 0 or more
     * @param places {@code width} numbers a word
     */
    WordVectors(int width, long[] keys, short[] weights, byte[] places) {
        this.width = width;
        this.words = keys.length;
        int capacity = Integer.highestOneBit(Math.max(8, keys.length)) * 4;
        this.keys = new long[capacity];
        this.weights = new short[capacity];
        this.places = new byte[capacity * width];
        for (int i = 0; i < keys.length; i++) {
            int slot = (int) (keys[i] ^ keys[i] >>> 32) & capacity - 1;
            while (this.keys[slot] != 0) {
                slot = slot + 1 & capacity - 1;
            }
            this.keys[slot] = keys[i];
            this.weights[slot] = weights[i];
            System.arraycopy(places, i * width, this.places, slot * width, width);
        }
    }

    static WordVectors shipped() {
        try (InputStream raw = WordVectors.class.getResourceAsStream("words.gz")) {
            return read(raw);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the word vectors", e);
        }
    }

    private static WordVectors read(InputStream raw) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(new GZIPInputStream(raw, 1 << 16), 1 << 16));
        if (in.readInt() != MAGIC) {
            throw new IOException("not word vectors");
        }
        int width = in.readInt();
        int words = in.readInt();
        long[] keys = new long[words];
        short[] weights = new short[words];
        for (int i = 0; i < words; i++) {
            keys[i] = in.readLong();
            weights[i] = in.readShort();
        }
        byte[] places = new byte[words * width];
        in.readFully(places);
        return new WordVectors(width, keys, weights, places);
    }

    /** Writes what {@link #shipped} reads, not yet compressed. */
    static void write(OutputStream stream, int width, long[] keys, short[] weights, byte[] places) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        out.writeInt(MAGIC);
        out.writeInt(width);
        out.writeInt(keys.length);
        for (int i = 0; i < keys.length; i++) {
            out.writeLong(keys[i]);
            out.writeShort(weights[i]);
        }
        out.write(places);
        out.flush();
    }

    /** How many numbers a place has. */
    int width() {
        return width;
    }

    int words() {
        return words;
    }

    /** Writes the place of a post, of length 1 times {@code length}, from an offset on; zeros when no word is known. */
    void place(ReadPost post, double length, double[] into, int offset) {
        int[] sums = new int[width];
        if (post.title() != null) {
            read(post.title(), TITLE_READ, (key) -> add(key, sums));
        }
        read(post.text(), WORDS_READ, (key) -> add(key, sums));
        double squares = 0;
        for (int sum : sums) {
            squares += (double) sum * sum;
        }
        double factor = squares == 0 ? 0 : length / Math.sqrt(squares);
        for (int i = 0; i < width; i++) {
            into[offset + i] = sums[i] * factor;
        }
    }

    private void add(long key, int[] sums) {
        int mask = keys.length - 1;
        int slot = (int) (key ^ key >>> 32) & mask;
        while (keys[slot] != key) {
            if (keys[slot] == 0) {
                return;
            }
            slot = slot + 1 & mask;
        }
        int weight = weights[slot];
        int from = slot * width;
        for (int i = 0; i < sums.length; i++) {
            sums[i] += weight * places[from + i];
        }
    }

    /** Takes the keys of the words and marks of a text, in order. */
    @FunctionalInterface
    interface Reader {
        void read(long key);
    }

    /** Reads words, emoji and telling marks; figures and names of users are alike, a cashtag is not the word it is of. */
    static void read(Words text, int most, Reader reader) {
        int read = Math.min(text.count(), most);
        int at = 0;
        long last = 0;
        for (int word = 0; word <= read; word++) {
            int to = word < text.count() ? text.start(word) : text.size();
            for (int i = at; i < to && i < at + MARKS_READ; i++) {
                int mark = mark(text, i);
                if (mark != 0) {
                    reader.read(mark);
                    last = mark;
                    i += mark > 0xFFFF ? 1 : 0;
                }
            }
            if (word == read) {
                return;
            }
            at = text.end(word);
            long key = key(text, word);
            if (key != last || key != HANDLE && key != NUMBER) {
                reader.read(key);
            }
            last = key;
        }
    }

    private static long key(Words text, int word) {
        if (text.inHandle(word)) {
            return HANDLE;
        }
        if (text.isNumber(word)) {
            return NUMBER;
        }
        boolean cashtag = text.at(text.start(word) - 1) == '$';
        return cashtag && !text.inLink(word) ? text.hash(word) * 31 + 1 : text.hash(word);
    }

    /** The sign at an offset that counts as a word of its own, or 0. */
    private static int mark(Words text, int offset) {
        char c = text.at(offset);
        if (c == '!' || c == '?' || c == '%') {
            return c;
        }
        if (c < 0x2190 || c == '\uFE0F' || c == '\uFFFD' || Character.isLowSurrogate(c)) {
            return 0;
        }
        if (Character.isHighSurrogate(c)) {
            char low = text.at(offset + 1);
            return Character.isLowSurrogate(low) ? Character.toCodePoint(c, low) : 0;
        }
        return c;
    }
}
