package io.tokentape.topology.text;

import java.util.Arrays;

/**
 * What trained models read of a post: hashes of its words, of runs and pairs of words, of the pieces of words, of emoji
 * and marks, and of its outward form. Made once a post, shared by all models; immutable.
 *
 * <p>The features come in groups, one after the other; the more features of a group a post has, the less each counts
 * ({@link #scale}), so that long and short posts weigh alike. Within a group a feature occurs once.
 */
public final class Features {
    /** Changes whenever the same post gives other features; a model fits only the version it was trained on. */
    public static final int VERSION = 2;

    /** Groups of features, in the order in which they come. */
    public enum Group {
        /** Words, emoji, marks; runs and pairs of them. */
        WORDS,
        /** Classes of words, their runs and their balance. */
        CLASSES,
        /** Pieces of words. */
        PIECES,
        /** Outward form: source, length, capitals, links. */
        FORM
    }

    private static final int GROUPS = Group.values().length;

    /** What whole groups count, as was best for held-out posts. */
    private static final double[] WEIGHTS = {1, 1.5, 0.7, 1};

    private final int[] hashes;
    private final int[] ends;

    Features(int[] hashes, int[] ends) {
        this.hashes = hashes;
        this.ends = ends;
    }

    /** @param title null = none */
    public static Features of(Post post, Words title, Words text) {
        return FeatureScan.of(post, title, text);
    }

    /**
     * Features that a room makes of its own findings, so that it can be taught like the shared ones.
     *
     * @param words of {@link Group#WORDS}; hashes other than 0, each once
     * @param form of {@link Group#FORM}; likewise
     */
    public static Features of(int[] words, int[] form) {
        int[] hashes = Arrays.copyOf(words, words.length + form.length);
        System.arraycopy(form, 0, hashes, words.length, form.length);
        return new Features(hashes, new int[] {words.length, words.length, words.length, hashes.length});
    }

    public static int groups() {
        return GROUPS;
    }

    public int count() {
        return hashes.length;
    }

    public int hash(int feature) {
        return hashes[feature];
    }

    /** First feature of a group. */
    public int start(int group) {
        return group == 0 ? 0 : ends[group - 1];
    }

    /** Exclusive. */
    public int end(int group) {
        return ends[group];
    }

    /** By how much each feature of a group counts. */
    public double scale(int group) {
        int size = end(group) - start(group);
        return size == 0 ? 0 : WEIGHTS[group] / StrictMath.sqrt(size);
    }
}
