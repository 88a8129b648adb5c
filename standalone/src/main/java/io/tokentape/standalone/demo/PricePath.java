package io.tokentape.standalone.demo;

import java.util.Arrays;

/**
 * The price of one asset, minute by minute: a random walk whose drift changes every few hours or days, and which news
 * pushes. Asked for later and later times only.
 */
final class PricePath {
    static final long MINUTE_MILLIS = 60_000;

    private static final int MINUTES_A_DAY = 1440;
    /** How far drift moves a price in a day, in standard deviations of a day. */
    private static final double DRIFT_DEVIATIONS = 1.2;
    /** The part of a push that is still to come decays by this much a minute. */
    private static final double PUSH_SHARE = 0.1;
    /** The part of the way back to where the price began that it goes in a minute, so that years stay believable. */
    private static final double PULL = 1e-4;

    private final DemoAsset asset;
    private final Dice dice;
    private final double startLog;
    private final double[] lastDay = new double[MINUTES_A_DAY];
    private long minute;
    private double log;
    private double push;
    private Drift drift = Drift.FLAT;
    private long driftEnds;

    private double hourOpen;
    private double hourHigh;
    private double hourLow;

    PricePath(DemoAsset asset, long startMillis, Dice dice) {
        this.asset = asset;
        this.dice = dice;
        this.minute = startMillis / MINUTE_MILLIS;
        this.startLog = StrictMath.log(asset.startPrice());
        this.log = startLog;
        this.driftEnds = minute;
        Arrays.fill(lastDay, asset.startPrice());
        beginHour();
    }

    /** Moves on to a time; earlier ones change nothing. */
    void advance(long millis) {
        long to = millis / MINUTE_MILLIS;
        while (minute < to) {
            step();
        }
    }

    double price() {
        return lastDay[slot(minute)];
    }

    /** The price so many minutes ago, up to a day. */
    double priceBefore(int minutes) {
        return lastDay[slot(minute - Math.min(minutes, MINUTES_A_DAY - 1))];
    }

    Drift drift() {
        return drift;
    }

    /** Something happened: over the next minutes the price moves by this logarithmic return. */
    void push(double logReturn) {
        push += logReturn;
    }

    /** Open, high, low and close since the last call. */
    double[] takeHour() {
        double[] hour = {hourOpen, hourHigh, hourLow, price()};
        beginHour();
        return hour;
    }

    private void step() {
        if (minute >= driftEnds) {
            drift = Drift.values()[dice.below(3)];
            driftEnds = minute + (long) dice.between(6 * 60, 4 * MINUTES_A_DAY);
        }
        minute++;
        double towards = drift == Drift.UP ? 1 : drift == Drift.DOWN ? -1 : 0;
        double perMinute = asset.volatility() * DRIFT_DEVIATIONS * towards / MINUTES_A_DAY;
        double pushed = push * PUSH_SHARE;
        push -= pushed;
        double noise = asset.volatility() / StrictMath.sqrt(MINUTES_A_DAY) * dice.normal();
        log += perMinute + noise + pushed + PULL * (startLog - log);
        double price = StrictMath.exp(log);
        lastDay[slot(minute)] = price;
        hourHigh = Math.max(hourHigh, price);
        hourLow = Math.min(hourLow, price);
    }

    private void beginHour() {
        hourOpen = price();
        hourHigh = hourOpen;
        hourLow = hourOpen;
    }

    private static int slot(long minute) {
        return (int) Math.floorMod(minute, (long) MINUTES_A_DAY);
    }
}
