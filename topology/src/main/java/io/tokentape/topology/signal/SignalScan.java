package io.tokentape.topology.signal;

import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.signal.Signal.Kind;
import io.tokentape.topology.signal.Signal.Level;
import io.tokentape.topology.signal.Signal.Market;
import io.tokentape.topology.signal.Signal.Side;
import io.tokentape.topology.signal.Signal.Unit;
import io.tokentape.topology.text.Characters;
import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One pass over one text: a word that announces something opens a section, and the numbers that follow belong to it
 * until other words come between.
 */
final class SignalScan {
    /** More levels of a kind than this are a list of something else. */
    private static final int MOST_LEVELS = 40;

    private static final int HIGHEST_INDEX = 12;
    private static final double HIGHEST_LEVERAGE = 200;
    private static final int WORDS_READ = 600;
    private static final int SHORT_TEXT = 60;

    /** A text that names this many instruments is a list of results. */
    private static final int RECAP = 3;

    private static final Set<String> FIAT = Set.of(
            "USD", "EUR", "GBP", "JPY", "CHF", "AUD", "NZD", "CAD", "SGD", "TRY", "ZAR", "MXN", "CNH", "SEK", "NOK");
    private static final Set<String> GOODS =
            Set.of("XAU", "XAG", "GOLD", "SILVER", "WTI", "OIL", "USOIL", "UKOIL", "BRENT");
    private static final Set<String> INDEXES = Set.of(
            "NAS100", "US30", "US100", "SPX500", "US500", "GER30", "GER40", "DAX", "UK100", "JP225", "NASDAQ", "DJI");

    private final Words words;
    private final PhraseMap<Cue> cues;
    private final PhraseMap<String> exchanges;
    private final PhraseMap<String> notBases;

    private final List<Level> entries = new ArrayList<>();
    private final List<Level> sells = new ArrayList<>();
    private final List<Level> targets = new ArrayList<>();
    private final List<Level> stops = new ArrayList<>();
    private final List<Double> leverages = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private Cue section;
    private int strayWords;
    private boolean sectionLine;
    private int sectionLevels;
    private boolean priceOnLine;
    private int levelsStart;

    private boolean buys;
    private boolean sellsSaid;
    private boolean longs;
    private boolean shorts;
    private int doneCues;
    private int hintCues;
    private int realised;
    private int percentEnd = -1;
    private int ticks;
    private boolean profitSaid;
    private int instruments;
    private int pumpAt = -1;
    private int coinAt = -1;
    private int firstBuyAt = -1;
    private String exchange;

    SignalScan(Words words, PhraseMap<Cue> cues, PhraseMap<String> exchanges, PhraseMap<String> notBases) {
        this.words = words;
        this.cues = cues;
        this.exchanges = exchanges;
        this.notBases = notBases;
    }

    void run() {
        int count = Math.min(words.count(), WORDS_READ);
        int word = 0;
        while (word < count) {
            if (word > 0 && lineBreak(words.end(word - 1), words.start(word))) {
                strayWords = 0;
                sectionLine = false;
                priceOnLine = false;
            }
            word = next(word);
        }
    }

    private int next(int word) {
        if (exchange == null) {
            PhraseMap.Phrase<String> named = exchanges.longest(words, word);
            if (named != null) {
                exchange = named.value();
            }
        }
        if (words.inLink(word) || words.inHandle(word)) {
            return word + 1;
        }
        int indexed = indexedTarget(word);
        if (indexed > word) {
            return indexed;
        }
        if (Characters.isDigit(words.at(words.start(word)))) {
            return number(word);
        }
        if (words.lowerAt(words.start(word)) == 'x' && isLeverageWord(word)) {
            return word + 1;
        }
        PhraseMap.Phrase<Cue> phrase = cues.longest(words, word);
        boolean tag = words.at(words.start(word) - 1) == '#' && words.isLower(word);
        if (phrase != null && tag && (phrase.value() == Cue.LONG || phrase.value() == Cue.SHORT)) {
            return word + phrase.words(); // "#short" says how long to hold
        }
        if (phrase != null) {
            open(phrase.value(), word);
            return word + phrase.words();
        }
        strayWords++;
        if (strayWords > 1 && sectionLevels > 0 || strayWords > 5) {
            section = null;
        }
        return word + 1;
    }

    private void open(Cue cue, int word) {
        switch (cue) {
            case PLAIN -> {
                return;
            }
            case DONE -> {
                doneCues++;
                return;
            }
            case HINT -> {
                hintCues++;
                return;
            }
            case COIN -> {
                coinAt = coinAt < 0 ? word : coinAt;
                return;
            }
            case PUMP -> {
                pumpAt = pumpAt < 0 ? word : pumpAt;
                coinAt = coinAt < 0 ? word : coinAt;
                return;
            }
            case BUY -> buys = true;
            case SELL -> sellsSaid = true;
            case LONG -> longs = true;
            case SHORT -> shorts = true;
            default -> {
                // opens a section below
            }
        }
        boolean order = cue == Cue.BUY || cue == Cue.SELL || cue == Cue.LONG || cue == Cue.SHORT;
        if (order && firstBuyAt < 0) {
            firstBuyAt = word;
        }
        if ((cue == Cue.LONG || cue == Cue.SHORT) && !entries.isEmpty()) {
            return;
        }
        if (cue == Cue.SKIP && matchesProfit(word)) {
            profitSaid = true;
            if (section != Cue.TARGET
                    && section != Cue.SELL
                    && percentEnd >= 0
                    && words.start(word) - percentEnd <= 3) {
                realised++;
            }
            if (section == Cue.TARGET && sectionLine && sectionLevels == 0) {
                return; // "target: profit 10 %"
            }
        }
        section = cue;
        strayWords = 0;
        sectionLine = true;
        sectionLevels = 0;
        priceOnLine = false;
    }

    private boolean matchesProfit(int word) {
        String said = words.lower(word);
        return said.startsWith("profit") || said.startsWith("gain");
    }

    /** {@code TP1}, {@code T2}, {@code target3}: a section of its own, its digits no level. */
    private int indexedTarget(int word) {
        int length = words.length(word);
        if (length < 2 || length > 9 || !words.hasDigit(word) || words.lowerAt(words.start(word)) != 't') {
            return word;
        }
        int digits = words.end(word);
        while (digits > words.start(word) && Characters.isDigit(words.at(digits - 1))) {
            digits--;
        }
        if (digits == words.end(word)) {
            return word;
        }
        return switch (words.lower(words.start(word), digits)) {
            case "t", "tp", "tg", "tgt", "target", "targets", "tar" -> {
                open(Cue.TARGET, word);
                yield word + 1;
            }
            default -> word;
        };
    }

    private boolean isLeverageWord(int word) {
        int start = words.start(word);
        if (words.length(word) < 2 || words.length(word) > 4) {
            return false;
        }
        double value = 0;
        for (int i = start + 1; i < words.end(word); i++) {
            if (!Characters.isDigit(words.at(i))) {
                return false;
            }
            value = value * 10 + words.at(i) - '0';
        }
        addLeverage(value);
        return true;
    }

    private void addLeverage(double value) {
        if (value >= 1 && value <= HIGHEST_LEVERAGE && leverages.size() < 8) {
            leverages.add(value);
        }
    }

    private int number(int word) {
        Figure figure = Figure.at(words, word);
        int after = word + 1;
        if (figure == null) {
            return skipDate(word, after);
        }
        while (after < words.count() && words.start(after) < figure.end()) {
            after++;
        }
        if (isDate(word)) {
            return skipDate(word, after);
        }
        if (figure.unit() == Unit.PERCENT) {
            percentEnd = figure.end();
            realised += section == Cue.SKIP && profitSaid ? 1 : 0;
        }
        if (section != null && section != Cue.LEVERAGE && ticked(figure.end())) {
            ticks++;
        }
        if (isIndex(word, after, figure)) {
            return after;
        }
        if (words.at(words.start(word) - 1) == '#' || section == null) {
            if (figure.unit() == Unit.MULTIPLE) {
                addLeverage(figure.value());
            }
            return after;
        }
        take(figure, word, after);
        return after;
    }

    private void take(Figure figure, int word, int after) {
        if (section == Cue.LEVERAGE) {
            if (figure.unit() != Unit.PERCENT) {
                addLeverage(figure.value());
            }
            return;
        }
        if (figure.unit() == Unit.MULTIPLE && section != Cue.TARGET) {
            addLeverage(figure.value());
            return;
        }
        List<Level> levels = levels();
        boolean far = strayWords > (sectionLine ? sectionLevels > 0 ? 1 : 4 : 1);
        if (levels == null || far || levels.size() >= MOST_LEVELS) {
            return;
        }
        Unit unit = figure.unit();
        if (unit == Unit.PRICE && percentFollows(after, figure.end())) {
            unit = Unit.PERCENT;
        }
        if (unit == Unit.PERCENT && (priceOnLine || section == Cue.BUY || section == Cue.ENTRY)) {
            return;
        }
        if (figure.value() == 0) {
            return;
        }
        if (levels.isEmpty() && entries.isEmpty() && targets.isEmpty() && sells.isEmpty() && stops.isEmpty()) {
            levelsStart = words.start(word);
        }
        levels.add(new Level(figure.value(), unit));
        sectionLevels++;
        strayWords = 0;
        priceOnLine |= unit == Unit.PRICE;
    }

    private List<Level> levels() {
        return switch (section) {
            case BUY, ENTRY, LONG, SHORT -> entries;
            case SELL -> sells;
            case TARGET -> targets;
            case STOP -> stops;
            default -> null;
        };
    }

    /** {@code 5-10%}: the unit at the end of a range holds for its beginning. */
    private boolean percentFollows(int next, int end) {
        if (next >= words.count() || words.start(next) - end > 3 || !Characters.isDigit(words.at(words.start(next)))) {
            return false;
        }
        for (int i = end; i < words.start(next); i++) {
            char c = words.at(i);
            if (c != '-' && c != ' ' && c != '~' && c != '/' && c != '|') {
                return false;
            }
        }
        Figure figure = Figure.at(words, next);
        return figure != null && figure.unit() == Unit.PERCENT && words.at(end) != ' ';
    }

    /** The number of a target or of an item of a list: "Target 1: 0.5", "1) 0.5". */
    private boolean isIndex(int word, int after, Figure figure) {
        if (!figure.integer() || figure.value() > HIGHEST_INDEX || figure.value() < 1) {
            return false;
        }
        char mark = words.at(figure.end());
        if (mark == '\u20E3' || words.at(figure.end() + 1) == '\u20E3') {
            return true;
        }
        boolean lineStart = word == 0 || lineBreak(words.end(word - 1), words.start(word));
        if (lineStart
                && (mark == ')' || mark == '.' || mark == ']')
                && !Characters.isDigit(words.at(figure.end() + 1))) {
            return true;
        }
        boolean expected =
                section == Cue.TARGET && (int) figure.value() == targets.size() + 1 && sectionLevels == 0 && sectionLine
                        || lineStart && section == Cue.TARGET && (int) figure.value() == targets.size() + 1;
        if (!expected || after >= words.count()) {
            return expected && sectionLine && ticked(figure.end());
        }
        int gapEnd = words.start(after);
        boolean numberNext = Characters.isDigit(words.at(gapEnd));
        if (lineBreak(figure.end(), gapEnd)) {
            return sectionLine && numberNext || ticked(figure.end());
        }
        if (!numberNext) {
            Cue cue = cues.get(words, after);
            return mark == ':' || mark == '=' || cue != null;
        }
        Figure next = Figure.at(words, after);
        boolean bareRange = gapEnd - figure.end() == 1 && mark == '-';
        return next != null && !(bareRange && next.value() <= HIGHEST_INDEX * 2.0);
    }

    /** Three numbers with slashes, dots or hyphens between, one of them a year, or a number before a month's name. */
    private boolean isDate(int word) {
        if (word + 2 >= words.count()
                || !words.isNumber(word)
                || !words.isNumber(word + 1)
                || !words.isNumber(word + 2)) {
            return false;
        }
        char first = words.at(words.end(word));
        boolean tight =
                words.start(word + 1) == words.end(word) + 1 && words.start(word + 2) == words.end(word + 1) + 1;
        if (!tight || first != words.at(words.end(word + 1)) || first != '/' && first != '.' && first != '-') {
            return false;
        }
        return isYear(word) || isYear(word + 2);
    }

    private boolean isYear(int word) {
        return words.length(word) == 4 && words.at(words.start(word)) == '2' && words.at(words.start(word) + 1) == '0';
    }

    private int skipDate(int word, int after) {
        return isDate(word) ? word + 3 : after;
    }

    private boolean ticked(int end) {
        for (int i = end; i < end + 4; i++) {
            char c = words.at(i);
            if (c == '\u2705' || c == '\u2714' || c == '\u2611') {
                return true;
            }
            if (c == '\n') {
                return false;
            }
        }
        return false;
    }

    private boolean lineBreak(int from, int to) {
        for (int i = from; i < to; i++) {
            if (words.at(i) == '\n') {
                return true;
            }
        }
        return false;
    }

    Signal signal(Post.Source source, List<Mention> mentions) {
        boolean levels = !entries.isEmpty() || !targets.isEmpty() || !sells.isEmpty() || !stops.isEmpty();
        if (!levels && !anySide() && doneCues == 0 && hintCues == 0 && pumpAt < 0) {
            return null;
        }
        Instrument instrument = instrument(mentions);
        boolean spoken = source == Post.Source.TELEGRAM;
        if (isOver()) {
            boolean sure = spoken || instrument != null && ticks + doneCues > 1;
            return sure && isUpdate(instrument) ? update(instrument) : null;
        }
        boolean opensShort = isShort();
        settleSells(opensShort);
        if (instrument == null || !isCall(spoken, instrument)) {
            return null;
        }
        Side side = opensShort ? Side.SHORT : Side.LONG;
        checkGeometry(side);
        return new Signal(
                Kind.SIGNAL,
                instrument.market,
                instrument.base,
                instrument.quote,
                side,
                entries,
                targets,
                stops,
                leverages.isEmpty()
                        ? null
                        : leverages.stream().min(Double::compare).orElseThrow(),
                leverages.isEmpty()
                        ? null
                        : leverages.stream().max(Double::compare).orElseThrow(),
                exchange,
                problems);
    }

    /** Whether the text tells what became of a call; one that is whole and has no ticks is told afresh. */
    private boolean isOver() {
        boolean aims = !targets.isEmpty() || !sells.isEmpty();
        boolean whole = !entries.isEmpty() && aims && ticks == 0;
        if (whole && (!stops.isEmpty() || doneCues < 2)) {
            return false;
        }
        return ticks > 0 || doneCues > 0 || realised > 0 || hintCues > 0 && (profitSaid || anySide());
    }

    private boolean isUpdate(Instrument instrument) {
        if (instruments >= RECAP) {
            return false;
        }
        boolean named = instrument != null;
        return ticks > 0 && (named || section != null || !targets.isEmpty())
                || doneCues > 0 && (anySide() || profitSaid || !targets.isEmpty() || named && section != null)
                || realised > 0 && named
                || hintCues > 0
                        && named
                        && instrument.strong
                        && words.count() < SHORT_TEXT
                        && (profitSaid || anySide());
    }

    private boolean isCall(boolean spoken, Instrument instrument) {
        boolean aims = !targets.isEmpty();
        if (!spoken) {
            return !entries.isEmpty() && aims;
        }
        boolean pricedAims = targets.stream().anyMatch(level -> level.unit() == Unit.PRICE);
        boolean call = aims && (!entries.isEmpty() || anySide() || !stops.isEmpty())
                || !entries.isEmpty() && (anySide() || !stops.isEmpty())
                || targets.size() > 1
                || !stops.isEmpty() && anySide();
        if (call) {
            return instrument.strong || !entries.isEmpty() || pricedAims;
        }
        return instrument.strong && (pumpAt >= 0 || anySide() && words.count() < SHORT_TEXT);
    }

    private Signal update(Instrument instrument) {
        return new Signal(
                Kind.UPDATE,
                instrument == null ? Market.CRYPTO : instrument.market,
                instrument == null ? null : instrument.base,
                instrument == null ? null : instrument.quote,
                null,
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                exchange,
                List.of());
    }

    private boolean anySide() {
        return buys || sellsSaid || longs || shorts;
    }

    /** A sale opens a position only where nothing is bought and there are targets beside it. */
    private boolean isShort() {
        if (shorts || longs) {
            return shorts && (!longs || !buys && entries.isEmpty());
        }
        return sellsSaid && !buys && entries.isEmpty() && !targets.isEmpty() && !sells.isEmpty()
                || sellsSaid && !buys && entries.isEmpty() && sells.isEmpty() && !stops.isEmpty();
    }

    /** What stands behind "sell": the entry of a short call, else targets. */
    private void settleSells(boolean opensShort) {
        if (sells.isEmpty()) {
            return;
        }
        if (opensShort && entries.isEmpty()) {
            entries.addAll(sells);
        } else if (targets.isEmpty()) {
            targets.addAll(sells);
        } else if (targets.size() + sells.size() <= MOST_LEVELS && !targets.containsAll(sells)) {
            targets.addAll(0, sells);
        }
        sells.clear();
    }

    private void checkGeometry(Side side) {
        double sign = side == Side.LONG ? 1 : -1;
        double entry = Double.NaN;
        for (Level level : entries) {
            if (level.unit() == Unit.PRICE) {
                entry = Double.isNaN(entry) || sign * level.value() > sign * entry ? level.value() : entry;
            }
        }
        if (Double.isNaN(entry)) {
            return;
        }
        for (Level target : targets) {
            if (target.unit() == Unit.PRICE && sign * (target.value() - entry) <= 0) {
                problems.add(side == Side.LONG ? "target_not_above_entry" : "target_not_below_entry");
                break;
            }
        }
        for (Level stop : stops) {
            if (stop.unit() == Unit.PRICE && sign * (stop.value() - entry) >= 0) {
                problems.add(side == Side.LONG ? "stop_not_below_entry" : "stop_not_above_entry");
                break;
            }
        }
    }

    /**
     * What a call is about.
     *
     * @param strong named in a form that only instruments have
     */
    private record Instrument(String base, String quote, Market market, boolean strong) {}

    private Instrument instrument(List<Mention> mentions) {
        for (Mention mention : mentions) {
            instruments += mention.kind() == Mention.Kind.PAIR || mention.kind() == Mention.Kind.HASHTAG ? 1 : 0;
        }
        Instrument pair = pair();
        if (pair != null) {
            return pair;
        }
        Instrument signed = signed();
        if (signed != null) {
            return signed;
        }
        Instrument near = nearCue();
        if (near != null) {
            return near;
        }
        for (Mention mention : mentions) {
            if (mention.symbol() != null) {
                boolean strong = mention.kind() == Mention.Kind.CASHTAG || mention.kind() == Mention.Kind.HASHTAG;
                return of(mention.symbol(), null, strong);
            }
        }
        return null;
    }

    private Instrument pair() {
        for (int word = 0; word < Math.min(words.count(), WORDS_READ); word++) {
            if (words.inLink(word) || words.inHandle(word) || !words.hasLetter(word) || words.length(word) > 12) {
                continue;
            }
            String symbol = upper(word);
            boolean sign = words.at(words.start(word) - 1) == '#' || words.at(words.start(word) - 1) == '$';
            if (word + 1 < words.count() && Separators.pair(words, word)) {
                String second = upper(word + 1);
                boolean plain = words.isLower(word) && words.isLower(word + 1) && !sign;
                boolean fiat = FIAT.contains(symbol) && FIAT.contains(second);
                if (Quotes.isQuote(second) && !plain && (fiat || !notBases.has(words, word))) {
                    return of(symbol, second, true);
                }
            }
            if (symbol.equals("GOLD") && words.startsUpper(word) && anySide()) {
                return of(symbol, null, true);
            }
            if (!words.isUpper(word) && !sign) {
                continue;
            }
            String quote = Quotes.endingOf(symbol);
            if (quote != null && !notBases.has(words, word)) {
                return of(symbol.substring(0, symbol.length() - quote.length()), quote, true);
            }
            if (GOODS.contains(symbol) || INDEXES.contains(symbol)) {
                return of(symbol, null, true);
            }
        }
        return null;
    }

    private Instrument signed() {
        for (int word = 0; word < Math.min(words.count(), WORDS_READ); word++) {
            int start = words.start(word);
            char sign = words.at(start - 1) == ' ' ? words.at(start - 2) : words.at(start - 1);
            boolean goesOn = words.at(words.end(word)) == '_';
            boolean shaped = words.hasLetter(word) && words.length(word) >= 2 && words.length(word) <= 10;
            if ((sign == '#' || sign == '$')
                    && shaped
                    && !goesOn
                    && !words.inLink(word)
                    && !notBases.has(words, word)) {
                boolean amount = Characters.isDigit(words.at(start)) && sign == '$';
                boolean numberSign = Characters.isDigit(words.at(start)) && words.length(word) < 3;
                if (!amount && !numberSign && words.at(start) < 0x250) {
                    return of(upper(word), null, true);
                }
            }
        }
        return null;
    }

    /** A word of capitals behind "coin" or beside "buy", "long", "short". */
    private Instrument nearCue() {
        if (coinAt >= 0) {
            for (int word = coinAt + 1; word < Math.min(words.count(), coinAt + 7); word++) {
                if (isSymbol(word)) {
                    return of(upper(word), null, true);
                }
            }
        }
        if (firstBuyAt >= 0) {
            for (int word = firstBuyAt + 1; word < Math.min(words.count(), firstBuyAt + 4); word++) {
                if (isSymbol(word)) {
                    return of(upper(word), null, true);
                }
            }
            for (int word = Math.max(0, firstBuyAt - 3); word < firstBuyAt; word++) {
                if (isSymbol(word)) {
                    return of(upper(word), null, true);
                }
            }
        }
        if (!targets.isEmpty() || !entries.isEmpty()) {
            for (int word = 0; word < Math.min(words.count(), 6); word++) {
                if (isSymbol(word) && words.start(word) < levelsStart) {
                    return of(upper(word), null, false);
                }
            }
        }
        return null;
    }

    private boolean isSymbol(int word) {
        return words.isUpper(word)
                && !words.inLink(word)
                && !words.inHandle(word)
                && words.length(word) >= 2
                && words.length(word) <= 8
                && words.at(words.start(word)) < 0x250
                && !Characters.isDigit(words.at(words.start(word)))
                && !notBases.has(words, word)
                && cues.get(words, word) == null
                && exchanges.get(words, word) == null;
    }

    private String upper(int word) {
        return words.plain(words.start(word), words.end(word)).toUpperCase(Locale.ROOT);
    }

    private static Instrument of(String base, String quote, boolean strong) {
        if (base.equals("GOLD")) {
            return new Instrument("XAU", quote == null ? "USD" : quote, Market.COMMODITY, strong);
        }
        if (base.equals("SILVER")) {
            return new Instrument("XAG", quote == null ? "USD" : quote, Market.COMMODITY, strong);
        }
        if (GOODS.contains(base)) {
            return new Instrument(base, quote, Market.COMMODITY, strong);
        }
        if (INDEXES.contains(base)) {
            return new Instrument(base, quote, Market.STOCKS, strong);
        }
        if (FIAT.contains(base)) {
            return new Instrument(base, quote, Market.FOREX, strong);
        }
        return new Instrument(base, quote, Market.CRYPTO, strong);
    }
}
