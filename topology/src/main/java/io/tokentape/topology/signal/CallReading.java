package io.tokentape.topology.signal;

import io.tokentape.topology.signal.Signal.Level;
import io.tokentape.topology.signal.Signal.Unit;
import java.util.ArrayList;
import java.util.List;

/** What the grammar found in one text: levels by role, and what else was said. Filled by {@link RoleReader}. */
final class CallReading {
    /** More levels of a kind than this are a list of something else. */
    static final int MOST_LEVELS = 40;

    private static final double HIGHEST_LEVERAGE = 200;
    /** A list that nothing names and that lies beyond this multiple of the entry is something else. */
    private static final double FARTHEST = 5;

    private static final int MOST_LEVERAGES = 8;

    final List<Level> entries = new ArrayList<>();
    final List<Level> sells = new ArrayList<>();
    final List<Level> targets = new ArrayList<>();
    final List<Level> stops = new ArrayList<>();
    /** The price of now, where it was stated. */
    final List<Level> current = new ArrayList<>();
    /** Said before the word "target": targets where no others are. */
    final List<Level> foregoing = new ArrayList<>();

    /** A list of prices behind the entries that nothing names. */
    final List<Level> unnamed = new ArrayList<>();

    private final List<Double> leverages = new ArrayList<>();
    private boolean leverageNamed;

    boolean buys;
    boolean sales;
    boolean longs;
    boolean shorts;
    boolean profitSaid;
    /** Percentages of profit. */
    int realised;

    int ticks;
    /** Words that say what became of a call. */
    int news;

    int hints;
    /** Words, not tokens; -1 = none. */
    int pumpAt = -1;

    int coinAt = -1;
    int orderAt = -1;
    /** Offset of the first level. */
    int levelsStart = Integer.MAX_VALUE;
    /** Most decimals that an entry was written with. */
    int decimals;

    boolean anySide() {
        return buys || sales || longs || shorts;
    }

    boolean hasLevels() {
        return !entries.isEmpty() || !targets.isEmpty() || !sells.isEmpty() || !stops.isEmpty();
    }

    boolean hasAims() {
        return !targets.isEmpty() || !sells.isEmpty();
    }

    /** A multiple beside "leverage" ends the search for others. */
    void leverage(double value, boolean named) {
        if (value < 1 || value > HIGHEST_LEVERAGE || leverages.size() >= MOST_LEVERAGES || leverageNamed && !named) {
            return;
        }
        if (named && !leverageNamed) {
            leverages.clear();
            leverageNamed = true;
        }
        leverages.add(value);
    }

    /** The lowest leverage stated; null = none. */
    Double leverageLow() {
        return leverages.stream().min(Double::compare).orElse(null);
    }

    /** The highest leverage stated; null = none. */
    Double leverageHigh() {
        return leverages.stream().max(Double::compare).orElse(null);
    }

    /** A sale opens a position only where nothing is bought and there are targets beside it. */
    boolean opensShort() {
        if (shorts && buys && !entries.isEmpty() && hasAims()) {
            return falls(); // "buy ..., short term"
        }
        if (shorts || longs) {
            return shorts && (!longs || !buys && entries.isEmpty());
        }
        boolean onlySold = sales && !buys && entries.isEmpty();
        return onlySold && (sells.isEmpty() ? !stops.isEmpty() : !targets.isEmpty());
    }

    private boolean falls() {
        Level entry = entries.get(0);
        Level aim = targets.isEmpty() ? sells.get(0) : targets.get(0);
        return entry.unit() == Unit.PRICE && aim.unit() == Unit.PRICE && aim.value() < entry.value();
    }

    /** Takes a list that nothing names for targets, where there are no others and it lies beyond the entries. */
    void adoptUnnamed() {
        if (hasAims()
                || !foregoing.isEmpty()
                || unnamed.size() > MOST_LEVELS
                || !entries.stream().allMatch(this::isBeyond)) {
            return;
        }
        targets.addAll(unnamed);
    }

    private boolean isBeyond(Level entry) {
        return unnamed.stream()
                .allMatch(level -> entry.unit() == Unit.PRICE
                        && level.value() < entry.value() * FARTHEST
                        && (shorts && !longs && !buys ? level.value() < entry.value() : level.value() > entry.value()));
    }

    /** Gives levels their last role once all is read: what stands behind "sell", the price of now, mixed stops. */
    void settle() {
        if (targets.isEmpty() && sells.isEmpty()) {
            targets.addAll(foregoing);
        }
        if (!sells.isEmpty()) {
            settleSells(opensShort());
        }
        if (entries.isEmpty() && (!targets.isEmpty() || buys)) {
            entries.addAll(current);
        }
        preferPrices(stops, 1);
        preferPrices(targets, 2);
    }

    /** Who states prices and percentages means the prices; the percentages say the same again. */
    private static void preferPrices(List<Level> levels, int atLeast) {
        if (levels.stream().filter(level -> level.unit() == Unit.PRICE).count() >= atLeast) {
            levels.removeIf(level -> level.unit() != Unit.PRICE);
        }
    }

    private void settleSells(boolean opensShort) {
        if (opensShort && entries.isEmpty()) {
            entries.addAll(sells);
        } else if (targets.isEmpty()) {
            targets.addAll(sells);
        } else if (targets.size() + sells.size() <= MOST_LEVELS && !targets.containsAll(sells)) {
            targets.addAll(0, sells);
        }
        sells.clear();
    }
}
