package io.tokentape.topology.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups texts that say the same in nearly the same words, so that no group lies on both sides of a split. Links, names of
 * users and figures do not count. Two texts are near when they share four fifths of their runs of three words.
 */
public final class NearRepeats {
    private static final int RUN = 3;

    /** Texts are compared when they share one of this many runs, those of smallest hash. */
    private static final int SMALLEST = 8;

    private static final double NEAR = 0.8;

    private NearRepeats() {}

    /** For each text the index of the first text of its group. */
    public static int[] groups(List<String> texts) {
        int[] group = new int[texts.size()];
        long[][] runs = new long[texts.size()][];
        Map<Long, Integer> first = new HashMap<>();
        for (int i = 0; i < group.length; i++) {
            group[i] = i;
            runs[i] = runs(Words.of(texts.get(i)));
            for (int k = 0; k < Math.min(SMALLEST, runs[i].length); k++) {
                Integer other = first.putIfAbsent(runs[i][k], i);
                if (other != null && root(group, other) != root(group, i) && near(runs[other], runs[i])) {
                    int a = root(group, other);
                    int b = root(group, i);
                    group[Math.max(a, b)] = Math.min(a, b);
                }
            }
        }
        for (int i = 0; i < group.length; i++) {
            group[i] = root(group, i);
        }
        return group;
    }

    private static int root(int[] group, int index) {
        int root = index;
        while (group[root] != root) {
            root = group[root];
        }
        return root;
    }

    /** Hashes of the runs of words, ascending, each once; of a short text one hash of all its words. */
    private static long[] runs(Words words) {
        long[] plain = new long[words.count()];
        int n = 0;
        for (int word = 0; word < words.count(); word++) {
            if (!words.inLink(word) && !words.inHandle(word) && !words.isNumber(word)) {
                plain[n++] = words.hash(word);
            }
        }
        if (n == 0) {
            return new long[] {Words.join(1, words.count() == 0 ? 0 : words.hash(0))};
        }
        int length = Math.min(RUN, n);
        long[] runs = new long[n - length + 1];
        for (int i = 0; i < runs.length; i++) {
            for (int k = 0; k < length; k++) {
                runs[i] = Words.join(runs[i], plain[i + k]);
            }
        }
        return Arrays.stream(runs).sorted().distinct().toArray();
    }

    private static boolean near(long[] a, long[] b) {
        int shared = 0;
        int j = 0;
        for (long run : a) {
            while (j < b.length && b[j] < run) {
                j++;
            }
            if (j < b.length && b[j] == run) {
                shared++;
            }
        }
        return shared >= NEAR * (a.length + b.length - shared);
    }
}
