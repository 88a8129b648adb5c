package io.tokentape.topology.signal;

import io.tokentape.topology.signal.Signal.Level;
import io.tokentape.topology.signal.Signal.Side;
import io.tokentape.topology.signal.Signal.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Says what does not fit together in a call; levels stay as they were written. A level that lies on another scale than
 * the entry may be its last digits alone ("BUY 0.000105, SELL 13-15-19" for 0.000113 and so on): where that gives a
 * price on the right side of the entry, the reading is told and checks use it, else the level is off the scale.
 */
final class Geometry {
    /** Apart by more than this factor, a level is on another scale than the entry. */
    private static final double SCALE = 8;

    private static final int MOST_DIGITS = 5;
    private static final int MOST_DECIMALS = 12;

    private final List<Level> entries;
    private final double sign;
    private final double entry;
    private final int decimals;
    private final Set<String> readings = new LinkedHashSet<>();
    private boolean offScale;

    private Geometry(CallReading call, Side side) {
        this.entries = call.entries;
        this.sign = side == Side.LONG ? 1 : -1;
        this.decimals = call.decimals;
        this.entry = worstEntry();
    }

    /** The problems of a call, empty where all fits or there is nothing to compare. */
    static List<String> problems(CallReading call, Side side) {
        Geometry geometry = new Geometry(call, side);
        List<String> problems = new ArrayList<>();
        if (Double.isNaN(geometry.entry)) {
            return problems;
        }
        if (geometry.anyBeyond(call.targets, geometry.sign)) {
            problems.add(side == Side.LONG ? "target_not_above_entry" : "target_not_below_entry");
        }
        if (geometry.anyBeyond(call.stops, -geometry.sign)) {
            problems.add(side == Side.LONG ? "stop_not_below_entry" : "stop_not_above_entry");
        }
        if (geometry.offScale) {
            problems.add("level_off_scale");
        }
        problems.addAll(geometry.readings);
        return problems;
    }

    /** The entry nearest to the targets; of entries that are written in part, the first that is whole. */
    private double worstEntry() {
        double worst = Double.NaN;
        double first = Double.NaN;
        for (Level level : entries) {
            if (level.unit() != Unit.PRICE) {
                continue;
            }
            if (Double.isNaN(first)) {
                first = level.value();
                worst = first;
                continue;
            }
            double value = level.value();
            if (isOffScale(value, first)) {
                double meant = lastDigits(value, first);
                if (Double.isNaN(meant)) {
                    offScale = true;
                    continue;
                }
                tell(value, meant);
                value = meant;
            }
            worst = sign * value > sign * worst ? value : worst;
        }
        return worst;
    }

    /** Whether a price does not lie on the side of the entry where it should. */
    private boolean anyBeyond(List<Level> levels, double side) {
        boolean beyond = false;
        for (Level level : levels) {
            if (level.unit() != Unit.PRICE) {
                continue;
            }
            double value = level.value();
            if (isOffScale(value, entry)) {
                double meant = lastDigits(value, entry);
                if (Double.isNaN(meant) || side * (meant - entry) <= 0) {
                    offScale = true;
                    continue;
                }
                tell(value, meant);
                value = meant;
            }
            beyond |= side * (value - entry) <= 0;
        }
        return beyond;
    }

    private static boolean isOffScale(double value, double whole) {
        return value > whole * SCALE || value < whole / SCALE;
    }

    /** The price whose last digits are those of a whole number; NaN = there is none. */
    private double lastDigits(double value, double whole) {
        int digits = value == StrictMath.rint(value) && value < 1e5
                ? Long.toString((long) value).length()
                : 0;
        if (digits == 0 || digits > MOST_DIGITS || decimals == 0 || decimals > MOST_DECIMALS) {
            return Double.NaN;
        }
        BigDecimal unit = BigDecimal.ONE.movePointLeft(decimals);
        BigDecimal lead = BigDecimal.ONE.movePointLeft(decimals - digits);
        BigDecimal kept = BigDecimal.valueOf(whole).divideToIntegralValue(lead).multiply(lead);
        double meant = kept.add(unit.multiply(BigDecimal.valueOf((long) value))).doubleValue();
        return isOffScale(meant, whole) ? Double.NaN : meant;
    }

    private void tell(double written, double meant) {
        readings.add("abbreviated:" + plain(written) + "=" + plain(meant));
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
