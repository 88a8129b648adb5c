package io.tokentape.standalone.demo;

import java.util.List;
import java.util.SplittableRandom;

/** Seeded chance in few and simple steps, so that no other Java release changes what falls. */
final class Dice {
    private static final double UNIT = 0x1.0p-53;

    private final SplittableRandom random;

    Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** 0 (inclusive) to 1 (exclusive). */
    double fraction() {
        return (random.nextLong() >>> 11) * UNIT;
    }

    double between(double from, double to) {
        return from + (to - from) * fraction();
    }

    /** 0 (inclusive) to the bound (exclusive). */
    int below(int bound) {
        return (int) (fraction() * bound);
    }

    boolean chance(double probability) {
        return fraction() < probability;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    /** About normal, with mean 0 and deviation 1: the sum of twelve uniform numbers. */
    double normal() {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += fraction();
        }
        return sum;
    }

    /** Time to the next of events that come at random, with the given mean. */
    double wait(double mean) {
        return -mean * StrictMath.log(1 - fraction());
    }
}
