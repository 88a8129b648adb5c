package io.tokentape.topology.text;

import java.util.List;
import java.util.Random;

/** Splits examples for cross-validation so that a group of near-repeats lies in one fold. Same input, same folds. */
public final class Folds {
    private Folds() {}

    /**
     * Folds that follow the order of the examples (of time): the first fold holds the first ones, and so on. A group goes
     * to the fold of its first example.
     */
    public static int[] inOrder(List<LabelledPost> posts, int count) {
        int[] groups = groups(posts);
        int[] folds = new int[groups.length];
        for (int i = 0; i < folds.length; i++) {
            folds[i] = (int) ((long) groups[i] * count / folds.length);
        }
        return folds;
    }

    /** Folds of groups shuffled by a fixed seed. */
    public static int[] shuffled(List<LabelledPost> posts, int count) {
        int[] groups = groups(posts);
        int[] places = new Random(7).ints(groups.length, 0, count).toArray();
        int[] folds = new int[groups.length];
        for (int i = 0; i < folds.length; i++) {
            folds[i] = places[groups[i]];
        }
        return folds;
    }

    /** Whether each example is the first of its group: measured figures count only those. */
    public static boolean[] firsts(List<LabelledPost> posts) {
        int[] groups = groups(posts);
        boolean[] firsts = new boolean[groups.length];
        for (int i = 0; i < firsts.length; i++) {
            firsts[i] = groups[i] == i;
        }
        return firsts;
    }

    private static int[] groups(List<LabelledPost> posts) {
        return NearRepeats.groups(posts.stream()
                .map(post -> post.post().title() == null
                        ? post.post().text()
                        : post.post().title() + "\n" + post.post().text())
                .toList());
    }
}
