package io.tokentape.topology.mention;

import io.tokentape.topology.text.Words;
import java.util.Map;

/**
 * Bits for each of some thousand words, found by the hash of a word alone. The word itself is not compared: with hashes
 * of 64 bits, only a word made for it would be taken for another, and nothing but its own mention would suffer.
 */
final class WordMarks {
    // Open addressing; 0 marks a free slot, since every listed word has a mark.
    private final long[] hashes;
    private final int[] marks;

    /** @param words single words in the form of {@link Words#key}, with the bits of each */
    WordMarks(Map<String, Integer> words) {
        int capacity = Integer.highestOneBit(Math.max(8, words.size())) * 4;
        this.hashes = new long[capacity];
        this.marks = new int[capacity];
        words.forEach((word, bits) -> {
            Words read = Words.of(word);
            if (read.count() == 1) {
                int slot = slot(read.hash(0));
                hashes[slot] = read.hash(0);
                marks[slot] |= bits;
            }
        });
    }

    /** The marks of a word; 0 = none. */
    int of(long hash) {
        return marks[slot(hash)];
    }

    private int slot(long hash) {
        int mask = hashes.length - 1;
        int slot = (int) hash & mask;
        while (marks[slot] != 0 && hashes[slot] != hash) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
