package io.tokentape.topology.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How much an asset is talked about beside its own past and beside others: the sum of named reasons, in points. What each
 * is worth is in docs/statistics.md.
 *
 * @param points the sum
 * @param reasons largest first; what is worth nothing is left out
 */
record TrendScore(double points, List<Reason> reasons) {
    private static final double VELOCITY_POINTS = 4;
    private static final double MOST_VELOCITY = 10;
    private static final double POINTS_A_DOUBLING = 4;
    private static final double MOST_DOUBLINGS = 8;
    private static final double VALUABLE_POINTS = 10;
    private static final double COPY_POINTS = -20;

    /** @param name such as {@code velocity} */
    record Reason(String name, double points) {}

    TrendScore {
        reasons = List.copyOf(reasons);
    }

    /**
     * @param velocity null = not known, and no reason
     * @param stories at least 1
     * @param mentions at least {@code stories}
     */
    static TrendScore of(Double velocity, long mentions, long stories, long sources, long valuable) {
        List<Reason> reasons = new ArrayList<>();
        if (velocity != null) {
            add(reasons, "velocity", VELOCITY_POINTS * Math.max(0, Math.min(MOST_VELOCITY, velocity)));
        }
        add(reasons, "stories", doublings(stories));
        add(reasons, "distinct_sources", doublings(sources));
        add(reasons, "valuable_share", VALUABLE_POINTS * valuable / stories);
        add(reasons, "copies", COPY_POINTS * (mentions - stories) / mentions);
        reasons.sort(Comparator.comparingDouble(Reason::points).reversed().thenComparing(Reason::name));
        return new TrendScore(reasons.stream().mapToDouble(Reason::points).sum(), reasons);
    }

    private static void add(List<Reason> reasons, String name, double points) {
        if (points != 0) {
            reasons.add(new Reason(name, points));
        }
    }

    private static double doublings(long count) {
        return POINTS_A_DOUBLING * Math.min(MOST_DOUBLINGS, StrictMath.log(1.0 + count) / StrictMath.log(2));
    }
}
