package io.tokentape.topology.signal;

import io.tokentape.topology.signal.Signal.Level;
import io.tokentape.topology.signal.Signal.Unit;
import io.tokentape.topology.text.Characters;
import io.tokentape.topology.text.Words;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives numbers their roles: a cue opens a section, and the numbers that follow are its levels until other words come
 * between, the line's prose repeats a role that is filled already, or a second call begins. One pass.
 */
final class RoleReader {
    private static final int HIGHEST_INDEX = 12;
    /** Strays after which a section that has no level yet is over. */
    private static final int LONGEST_LEAD = 5;
    /** Strays of a line that is told, not listed. */
    private static final int PROSE = 4;
    /** So many units before the first number of a line may hold the sign of its role. */
    private static final int SIGNS = 8;
    /** Levels of one role lie within this factor of each other. */
    private static final double SCALE = 20;

    private final CallTokens tokens;
    private final Words words;
    private final CallReading reading = new CallReading();

    private Cue section;
    private int strays;
    private boolean sectionLine;
    private int sectionLevels;
    private boolean priceOnLine;
    private boolean prose;
    private boolean over;
    private int percentEnd = -1;
    /** The last token of the list without a name. */
    private int unnamedEnd = -1;
    /** Whether entries are numbers that stand somewhere behind "long" or "short". */
    private boolean vague;
    /** Sections whose levels were told in prose. */
    private final Set<Cue> told = EnumSet.noneOf(Cue.class);
    /** The line of a section's last level. */
    private final Map<Cue, Integer> filledOn = new EnumMap<>(Cue.class);

    private RoleReader(CallTokens tokens) {
        this.tokens = tokens;
        this.words = tokens.words();
    }

    static CallReading read(CallTokens tokens) {
        RoleReader reader = new RoleReader(tokens);
        for (int token = 0; token < tokens.count(); token++) {
            reader.next(token);
        }
        return reader.reading;
    }

    private void next(int token) {
        if (tokens.startsLine(token)) {
            strays = 0;
            sectionLine = false;
            priceOnLine = false;
            prose = isProse(token);
        }
        switch (tokens.kind(token)) {
            case WORD -> stray();
            case CUE -> said(tokens.cue(token), token);
            case INDEXED_TARGET -> {
                open(Cue.TARGET, token);
                if (tokens.ticked(token)) {
                    reading.ticks++;
                }
            }
            case NUMBER -> number(token);
            case MOMENT -> {
                // no level
            }
        }
    }

    private boolean isProse(int first) {
        int plain = 0;
        for (int token = first; token < tokens.count() && (token == first || !tokens.startsLine(token)); token++) {
            plain += tokens.kind(token) == CallTokens.Kind.WORD ? 1 : 0;
        }
        return plain >= PROSE;
    }

    private void stray() {
        strays++;
        if (strays > 1 && sectionLevels > 0 || strays > LONGEST_LEAD) {
            section = null;
        }
    }

    private void said(Cue cue, int token) {
        if (cue.isNews()) {
            reading.news++;
        }
        boolean leads = sectionLine && sectionLevels == 0 && strays < LONGEST_LEAD && levels() != null;
        if (cue == Cue.PLACE || cue == Cue.CURRENT && leads) {
            if (!leads) {
                begin(Cue.SKIP);
            }
            return; // "buy at support 100", "buy at current price 100"
        }
        if (cue.opensRole()) {
            open(cue, token);
            return;
        }
        switch (cue) {
            case HINT -> reading.hints++;
            case COIN -> reading.coinAt = first(reading.coinAt, token);
            case PUMP -> {
                reading.pumpAt = first(reading.pumpAt, token);
                reading.coinAt = first(reading.coinAt, token);
            }
            default -> {
                // changes nothing
            }
        }
    }

    private int first(int before, int token) {
        return before < 0 ? tokens.word(token) : before;
    }

    private void open(Cue cue, int token) {
        switch (cue) {
            case BUY -> reading.buys = true;
            case SELL -> reading.sales = true;
            case LONG -> reading.longs = true;
            case SHORT -> reading.shorts = true;
            case PROFIT -> {
                if (profit(token)) {
                    return;
                }
            }
            case TARGET -> keepForegoing(token);
            default -> {
                // opens a section
            }
        }
        if (cue.isOrder()) {
            reading.orderAt = first(reading.orderAt, token);
        }
        boolean position = cue == Cue.LONG || cue == Cue.SHORT;
        boolean leads = sectionLine && sectionLevels == 0 && levels() != null;
        if (position && (!reading.entries.isEmpty() || leads)) {
            return; // "targets for this short"
        }
        begin(cue == Cue.PROFIT ? Cue.SKIP : cue);
    }

    private void begin(Cue cue) {
        section = cue;
        strays = 0;
        sectionLine = true;
        sectionLevels = 0;
        priceOnLine = false;
    }

    /** Whether the word belongs to a target: "target: profit 10 %". */
    private boolean profit(int token) {
        reading.profitSaid = true;
        boolean aim = section == Cue.TARGET || section == Cue.SELL;
        if (!aim && percentEnd >= 0 && words.start(tokens.word(token)) - percentEnd <= 3) {
            reading.realised++;
        }
        return section == Cue.TARGET && sectionLine && sectionLevels == 0;
    }

    /** "20-50% targets". */
    private void keepForegoing(int token) {
        int before = token - 1;
        if (before < 0 || tokens.startsLine(token) || !reading.foregoing.isEmpty()) {
            return;
        }
        int from = before;
        while (tokens.joined(from)) {
            from--;
        }
        Figure last = tokens.figure(before);
        if (last != null && last.unit() == Unit.PERCENT) {
            for (int i = from; i <= before; i++) {
                reading.foregoing.add(new Level(tokens.figure(i).value(), Unit.PERCENT));
            }
        }
    }

    private void number(int token) {
        Figure figure = tokens.figure(token);
        if (figure.unit() == Unit.PERCENT) {
            percentEnd = figure.end();
            reading.realised += section == Cue.SKIP && reading.profitSaid ? 1 : 0;
        }
        if (section != null && section != Cue.LEVERAGE && tokens.ticked(token)) {
            reading.ticks++;
        }
        if (tokens.startsLine(token)) {
            beginBare(token);
        }
        if (isIndex(token, figure) || tokens.isCounted(token) || countsLevels(token, figure)) {
            return;
        }
        boolean numbered = words.at(figure.start() - 1) == '#' && figure.value() <= HIGHEST_INDEX;
        if (numbered || section == null) {
            multiple(figure);
            keepUnnamed(figure, token);
            return;
        }
        take(figure, token);
    }

    /** "2 entries", "3 targets"; but not "entry 10 targets 12". */
    private boolean countsLevels(int token, Figure figure) {
        int next = token + 1;
        boolean few = figure.integer() && figure.value() <= HIGHEST_INDEX;
        boolean awaited = sectionLine && sectionLevels == 0 && levels() != null;
        if (!few || awaited || next >= tokens.count() || tokens.startsLine(next)) {
            return false;
        }
        int word = tokens.word(next);
        boolean several = words.lowerAt(words.end(word) - 1) == 's';
        return several && (tokens.cue(next) == Cue.ENTRY || tokens.cue(next) == Cue.TARGET);
    }

    /** A line that shows its role by a sign before its numbers, or names it behind them: "0.25 stop". */
    private void beginBare(int token) {
        Cue sign = sign(tokens.start(token));
        if (sign != null) {
            begin(sign);
            return;
        }
        int last = token;
        while (last + 1 < tokens.count() && tokens.joined(last + 1)) {
            last++;
        }
        int named = last + 1;
        boolean whole = named < tokens.count()
                && !tokens.startsLine(named)
                && (named + 1 == tokens.count() || tokens.startsLine(named + 1));
        if (!whole || tokens.kind(named) != CallTokens.Kind.CUE) {
            return;
        }
        switch (tokens.cue(named)) {
            case STOP, ENTRY, CURRENT, TARGET -> begin(tokens.cue(named));
            case NOW -> begin(Cue.CURRENT);
            default -> {
                // its numbers go on with what was before
            }
        }
    }

    /** What an emoji at the beginning of a line announces; null = nothing. */
    private Cue sign(int offset) {
        for (int at = offset - 1; at >= Math.max(0, offset - SIGNS) && words.at(at) != '\n'; at--) {
            char c = words.at(at);
            if (c == '\u26D4' || c == '\uDED1' && words.at(at - 1) == '\uD83D') {
                return Cue.STOP;
            }
            if (c == '\uDFAF' && words.at(at - 1) == '\uD83C') {
                return Cue.TARGET;
            }
        }
        return null;
    }

    /** A list of prices of which nothing is said: targets where no others are. */
    private void keepUnnamed(Figure figure, int token) {
        boolean goesOn = tokens.joined(token) && unnamedEnd == token - 1;
        boolean begins = reading.unnamed.isEmpty()
                && !reading.entries.isEmpty()
                && token + 1 < tokens.count()
                && tokens.joined(token + 1);
        if (figure.unit() == Unit.PRICE && figure.value() > 0 && (goesOn || begins)) {
            reading.unnamed.add(new Level(figure.value(), Unit.PRICE));
            unnamedEnd = token;
        }
    }

    private void multiple(Figure figure) {
        boolean atLeast = words.at(figure.end()) == '+';
        if (figure.unit() == Unit.MULTIPLE && !atLeast) {
            reading.leverage(figure.value(), false);
        }
    }

    private void take(Figure figure, int token) {
        if (section == Cue.LEVERAGE) {
            if (figure.unit() != Unit.PERCENT) {
                reading.leverage(figure.value(), true);
            }
            return;
        }
        List<Level> levels = levels();
        boolean multipleOfPrices =
                levels != null && !levels.isEmpty() && levels.get(0).unit() == Unit.PRICE;
        if (figure.unit() == Unit.MULTIPLE && (section != Cue.TARGET || multipleOfPrices)) {
            multiple(figure);
            return;
        }
        boolean far = strays > (sectionLine ? sectionLevels > 0 ? 1 : LONGEST_LEAD - 1 : 1);
        if (levels == null || far || over || levels.size() >= CallReading.MOST_LEVELS || figure.value() == 0) {
            return;
        }
        Unit unit = figure.unit();
        if (unit == Unit.PRICE && percentFollows(token)) {
            unit = Unit.PERCENT;
        }
        boolean buying = levels == reading.entries || levels == reading.current;
        if (unit == Unit.PERCENT && (priceOnLine || buying)) {
            return;
        }
        forgetTold(levels);
        forgetVague(levels);
        if (!tokens.joined(token)
                && !levels.isEmpty()
                && (repeats(levels, token) || isOffScale(levels, figure, unit))) {
            return;
        }
        reading.levelsStart = Math.min(reading.levelsStart, figure.start());
        levels.add(new Level(figure.value(), unit));
        if (prose) {
            told.add(section);
        }
        filledOn.put(section, tokens.line(token));
        vague |= (section == Cue.LONG || section == Cue.SHORT) && strays > 0;
        if (levels == reading.entries) {
            reading.decimals = Math.max(reading.decimals, figure.decimals());
        }
        sectionLevels++;
        strays = 0;
        priceOnLine |= unit == Unit.PRICE;
    }

    /** A list of levels counts more than what the prose before it told of the same role. */
    private void forgetTold(List<Level> levels) {
        if (!prose && sectionLevels == 0 && told.remove(section)) {
            levels.clear();
        }
    }

    /** An entry that is named counts more than a number that stands somewhere behind "long". */
    private void forgetVague(List<Level> levels) {
        boolean named = section == Cue.BUY || section == Cue.ENTRY;
        if (vague && named && sectionLevels == 0 && strays == 0) {
            levels.clear();
            vague = false;
        }
    }

    /** Whether a role that is filled is told again, in prose or by a second call. */
    private boolean repeats(List<Level> levels, int token) {
        if (sectionLevels > 0) {
            return false;
        }
        if (levels == reading.entries && reading.hasAims()) {
            over = true;
        }
        return over || prose && filledOn.getOrDefault(section, -1) != tokens.line(token);
    }

    private static boolean isOffScale(List<Level> levels, Figure figure, Unit unit) {
        Level first = levels.get(0);
        return unit == Unit.PRICE
                && first.unit() == Unit.PRICE
                && (figure.value() > first.value() * SCALE || figure.value() < first.value() / SCALE);
    }

    private List<Level> levels() {
        if (section == null) {
            return null;
        }
        return switch (section) {
            case BUY, ENTRY, LONG, SHORT -> reading.entries;
            case SELL -> reading.sells;
            case TARGET -> reading.targets;
            case STOP -> reading.stops;
            case CURRENT -> reading.current;
            default -> null;
        };
    }

    /** {@code 5-10%}: the unit at the end of a range holds for its beginning. */
    private boolean percentFollows(int token) {
        int last = token;
        while (last + 1 < tokens.count() && tokens.joined(last + 1) && last - token < HIGHEST_INDEX) {
            last++;
        }
        Figure first = tokens.figure(token);
        Figure unit = tokens.figure(last);
        if (last == token && spokenRange(token)) {
            unit = tokens.figure(token + 2);
        }
        boolean range = words.at(first.end()) != ' ' || first.value() > 1 && first.value() < unit.value();
        return unit != first && unit.unit() == Unit.PERCENT && range;
    }

    /** "20 to 25%". */
    private boolean spokenRange(int token) {
        return token + 2 < tokens.count()
                && tokens.cue(token + 1) == Cue.PLAIN
                && words.length(tokens.word(token + 1)) <= 2
                && tokens.figure(token + 2) != null
                && !tokens.startsLine(token + 1)
                && !tokens.startsLine(token + 2);
    }

    /** The number of a target or of an item of a list: "Target 1: 0.5", "1) 0.5". */
    private boolean isIndex(int token, Figure figure) {
        if (!figure.integer() || figure.value() > HIGHEST_INDEX || figure.value() < 1) {
            return false;
        }
        char mark = words.at(figure.end());
        if (mark == '\u20E3' || words.at(figure.end() + 1) == '\u20E3') {
            return true;
        }
        if (mark == ')' && words.at(figure.start() - 1) == '(') {
            return true;
        }
        boolean lineStart = tokens.startsLine(token);
        if (lineStart
                && (mark == ')' || mark == '.' || mark == ']')
                && !Characters.isDigit(words.at(figure.end() + 1))) {
            return true;
        }
        List<Level> levels = levels();
        boolean next = levels != null && (int) figure.value() == levels.size() + 1;
        if (next && mark == ')') {
            return true;
        }
        if (levels == reading.entries && levels != null) {
            boolean marked = next && (mark == ':' || mark == ')');
            return sectionLine && sectionLevels == 0 && (marked && numberFollows(token) || offScaleFollows(token));
        }
        boolean expected = next && section == Cue.TARGET && (sectionLevels == 0 && sectionLine || lineStart);
        return expected && standsForATarget(token, figure, mark);
    }

    private boolean numberFollows(int token) {
        return token + 1 < tokens.count() && tokens.figure(token + 1) != null;
    }

    private boolean offScaleFollows(int token) {
        Figure figure = tokens.figure(token);
        Figure next = token + 1 < tokens.count() && !tokens.startsLine(token + 1) ? tokens.figure(token + 1) : null;
        return next != null
                && next.unit() == Unit.PRICE
                && (next.value() > figure.value() * SCALE || next.value() < figure.value() / SCALE);
    }

    private boolean standsForATarget(int token, Figure figure, char mark) {
        if (token + 1 >= tokens.count()) {
            return sectionLine && tokens.ticked(token);
        }
        Figure next = tokens.figure(token + 1);
        if (tokens.startsLine(token + 1)) {
            return sectionLine && next != null || tokens.ticked(token);
        }
        if (next == null) {
            return mark == ':' || mark == '=' || tokens.cue(token + 1) != null;
        }
        boolean bareRange = next.start() - figure.end() == 1 && mark == '-';
        return !(bareRange && next.value() <= HIGHEST_INDEX * 2.0);
    }
}
