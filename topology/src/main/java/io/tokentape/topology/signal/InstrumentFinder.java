package io.tokentape.topology.signal;

import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.text.Characters;
import io.tokentape.topology.text.Words;
import java.util.List;
import java.util.Locale;

/** Finds the first instrument that a text names: as a pair, by a sign, beside a cue, or as any asset. */
final class InstrumentFinder {
    private static final int LONGEST_PAIR = 12;
    private static final int LONGEST_SIGNED = 10;
    private static final int LONGEST_SYMBOL = 8;
    private static final int SHORTEST_NAME = 3;
    /** Beyond the Latin letters there are no symbols. */
    private static final char LAST_LATIN = 0x24F;
    /** So many words about a cue may hold the instrument. */
    private static final int BEHIND_COIN = 7;

    private static final int BEHIND_ORDER = 4;
    private static final int BEFORE_ORDER = 3;
    private static final int OPENING = 6;

    private final Words words;
    private final SignalWords vocabulary;
    private final CallReading reading;
    private final int count;
    private final List<Mention> mentions;
    private int at = -1;

    InstrumentFinder(Words words, SignalWords vocabulary, CallReading reading, List<Mention> mentions) {
        this.mentions = mentions;
        this.words = words;
        this.vocabulary = vocabulary;
        this.reading = reading;
        this.count = Math.min(words.count(), CallTokens.MOST);
    }

    /** The last word of the instrument that was found; -1 when it was taken from a mention or none was found. */
    int lastWord() {
        return at;
    }

    /** Null = none. */
    Instrument find() {
        Instrument found = pair();
        if (found == null) {
            found = signed();
        }
        if (found == null) {
            found = nearCue();
        }
        if (found == null) {
            found = mentioned();
        }
        if (found == null && reading.hasAims() && (!reading.entries.isEmpty() || reading.targets.size() > 2)) {
            found = opening();
        }
        if (found == null || found.quote() != null) {
            return found;
        }
        String quote = quoteBeside(found.base());
        return quote == null ? found : found.quotedIn(quote);
    }

    private Instrument pair() {
        for (int word = 0; word < count; word++) {
            if (isOutside(word) || !words.hasLetter(word) || words.length(word) > LONGEST_PAIR) {
                continue;
            }
            boolean joined = word + 1 < words.count() && Separators.pair(words, word);
            boolean sign = isSigned(word);
            if (!joined && !sign && !words.isUpper(word) && !isMetalName(word)) {
                continue;
            }
            String symbol = upper(word);
            if (joined) {
                Instrument pair = joined(symbol, word, sign);
                if (pair != null) {
                    return pair;
                }
            }
            if (isMetalName(word)) {
                at = word;
                return Instrument.of(symbol, null, true);
            }
            if (!words.isUpper(word) && !sign) {
                continue;
            }
            String quote = Quotes.endingOf(symbol);
            boolean figures = Characters.isDigit(words.at(words.start(word))) && words.length(word) > LONGEST_SYMBOL;
            if (quote != null && !figures && !vocabulary.notBases().has(words, word)) {
                at = word;
                return Instrument.of(symbol.substring(0, symbol.length() - quote.length()), quote, true);
            }
            if (Instrument.isTraded(symbol)) {
                at = word;
                return Instrument.of(symbol, null, true);
            }
        }
        return null;
    }

    private Instrument joined(String symbol, int word, boolean sign) {
        String second = upper(word + 1);
        boolean plain = words.isLower(word) && words.isLower(word + 1) && !sign;
        boolean fiat = Instrument.isFiat(symbol) && Instrument.isFiat(second);
        if (plain || !fiat && vocabulary.notBases().has(words, word) && !Quotes.isCoin(symbol)) {
            return null;
        }
        if (Quotes.isQuote(second)) {
            at = word + 1;
            return Instrument.of(symbol, second, true);
        }
        String named = Quotes.named(second);
        if (named != null && words.startsUpper(word)) {
            at = word + 1;
            return Instrument.of(symbol(word), named, true);
        }
        // "BTC-ARK": the old exchanges wrote the quote first.
        boolean reversed = Quotes.isCoin(symbol) && words.isUpper(word + 1) && isSymbol(word + 1);
        if (reversed && words.at(words.end(word)) != '/') {
            at = word + 1;
            return Instrument.of(second, symbol, true);
        }
        return null;
    }

    private boolean isMetalName(int word) {
        if (words.length(word) != 4 && words.length(word) != 6 || !reading.anySide()) {
            return false;
        }
        String name = words.lower(word);
        boolean spoken = name.equals("gold") || name.equals("silver");
        return spoken && (words.startsUpper(word) || reading.orderAt >= 0 && word - reading.orderAt == 1);
    }

    private Instrument signed() {
        int plain = -1;
        for (int word = 0; word < count; word++) {
            if (!isTag(word)) {
                continue;
            }
            if (words.isUpper(word) || mentionAt(word) != null) {
                at = word;
                return Instrument.of(upper(word), followingQuote(word), true);
            }
            plain = plain < 0 ? word : plain;
        }
        at = plain;
        return plain < 0 ? null : Instrument.of(upper(plain), followingQuote(plain), true);
    }

    private boolean isTag(int word) {
        int start = words.start(word);
        char sign = words.at(start - 1) == ' ' ? words.at(start - 2) : words.at(start - 1);
        if (sign != '#' && sign != '$') {
            return false;
        }
        boolean shaped = words.hasLetter(word)
                && words.length(word) >= 2
                && words.length(word) <= LONGEST_SIGNED
                && words.at(words.end(word)) != '_'
                && words.at(start) <= LAST_LATIN;
        boolean number = Characters.isDigit(words.at(start)) && (sign == '$' || words.length(word) < 3);
        return shaped
                && !number
                && !words.inLink(word)
                && !vocabulary.notBases().has(words, word);
    }

    /** The mention that ends with a word; null = none. */
    private Mention mentionAt(int word) {
        for (Mention mention : mentions) {
            if (mention.part() == Mention.Part.TEXT
                    && mention.end() == words.end(word)
                    && mention.start() <= words.start(word)) {
                return mention;
            }
        }
        return null;
    }

    /** The symbol that a word is or, as the name of an asset, has. */
    private String symbol(int word) {
        Mention mention = mentionAt(word);
        boolean name = mention != null && mention.kind() == Mention.Kind.NAME && mention.symbol() != null;
        return name ? mention.symbol() : upper(word);
    }

    /** "#CRV USDT". */
    private String followingQuote(int word) {
        if (word + 1 < words.count()
                && words.start(word + 1) - words.end(word) == 1
                && words.isUpper(word + 1)
                && Quotes.isQuote(upper(word + 1))) {
            return upper(word + 1);
        }
        return null;
    }

    /** A word of capitals behind "coin" or beside "buy", "long", "short". */
    private Instrument nearCue() {
        if (reading.orderAt >= 0) {
            Instrument beside = capitals(reading.orderAt + 1, reading.orderAt + 2);
            if (beside != null) {
                return beside;
            }
            beside = capitals(reading.orderAt - 1, reading.orderAt);
            if (beside != null) {
                return beside;
            }
        }
        if (reading.coinAt >= 0) {
            Instrument named = capitals(reading.coinAt + 1, reading.coinAt + BEHIND_COIN);
            if (named != null) {
                return named;
            }
        }
        if (reading.orderAt >= 0) {
            Instrument ordered = capitals(reading.orderAt + 1, reading.orderAt + BEHIND_ORDER);
            if (ordered == null) {
                ordered = capitals(reading.orderAt - BEFORE_ORDER, reading.orderAt);
            }
            if (ordered != null) {
                return ordered;
            }
        }
        if (!reading.targets.isEmpty() || !reading.entries.isEmpty()) {
            for (int word = 0; word < Math.min(count, OPENING); word++) {
                if (isSymbol(word) && words.start(word) < reading.levelsStart) {
                    at = word;
                    return Instrument.of(upper(word), followingQuote(word), false);
                }
            }
        }
        return null;
    }

    private Instrument capitals(int from, int to) {
        for (int word = Math.max(0, from); word < Math.min(count, to); word++) {
            if (isSymbol(word)) {
                at = word;
                return Instrument.of(symbol(word), followingQuote(word), true);
            }
            if (words.isNumber(word)) {
                return null;
            }
        }
        return null;
    }

    private Instrument mentioned() {
        for (Mention mention : mentions) {
            if (mention.symbol() != null && !isTargetNumber(mention.symbol())) {
                boolean strong = mention.kind() == Mention.Kind.CASHTAG || mention.kind() == Mention.Kind.HASHTAG;
                return Instrument.of(mention.symbol(), null, strong);
            }
        }
        return null;
    }

    /** The first word of a call that is whole, or the one behind its order: "Loom trade", "Buy Tfuel 47". */
    private Instrument opening() {
        int ordered = reading.orderAt + 1;
        int word = reading.orderAt >= 0 && ordered < count && isName(ordered) ? ordered : 0;
        if (count == 0 || !isName(word)) {
            return null;
        }
        at = word;
        return Instrument.of(symbol(word), null, false);
    }

    private boolean isName(int word) {
        return words.startsUpper(word)
                && words.start(word) < reading.levelsStart
                && words.length(word) >= SHORTEST_NAME
                && words.length(word) <= LONGEST_SYMBOL
                && words.at(words.start(word)) <= LAST_LATIN
                && !words.hasDigit(word)
                && !isOutside(word)
                && !isOther(word);
    }

    /** The quote that stands beside the base anywhere, as in an exchange's link, or behind the first price. */
    private String quoteBeside(String base) {
        for (int word = 0; word < count; word++) {
            if (!words.hasLetter(word) || words.length(word) != base.length()) {
                continue;
            }
            boolean before = word > 0 && isHyphen(word - 1) && Quotes.isQuote(upper(word - 1));
            boolean after = word + 1 < words.count() && isHyphen(word) && Quotes.isQuote(upper(word + 1));
            if ((before || after) && upper(word).equals(base)) {
                return upper(after ? word + 1 : word - 1);
            }
        }
        if (reading.levelsStart < words.size()) {
            return unitOfFirstLevel();
        }
        return null;
    }

    private boolean isHyphen(int word) {
        char c = words.at(words.end(word));
        return words.start(word + 1) == words.end(word) + 1 && (c == '-' || c == '_' || c == '/');
    }

    private String unitOfFirstLevel() {
        int word = 0;
        while (word < count && words.start(word) < reading.levelsStart) {
            word++;
        }
        while (word < count && words.isNumber(word)) {
            word++;
        }
        boolean behindNumber = word > 0 && word < count && words.isNumber(word - 1);
        boolean beside = behindNumber && words.start(word) - words.end(word - 1) == 1;
        return beside && Quotes.isQuote(upper(word)) ? upper(word) : null;
    }

    private boolean isSymbol(int word) {
        return words.isUpper(word)
                && !isOutside(word)
                && words.length(word) >= 2
                && words.length(word) <= LONGEST_SYMBOL
                && words.at(words.start(word)) <= LAST_LATIN
                && !Characters.isDigit(words.at(words.start(word)))
                && !isOther(word)
                && !isIndexed(word);
    }

    private boolean isOther(int word) {
        return vocabulary.notBases().has(words, word)
                || vocabulary.cues().get(words, word) != null
                || vocabulary.exchanges().get(words, word) != null;
    }

    private boolean isIndexed(int word) {
        return words.hasDigit(word) && isTargetNumber(upper(word));
    }

    /** "TP1", "T2". */
    private static boolean isTargetNumber(String symbol) {
        int digits = symbol.startsWith("TP") ? 2 : symbol.startsWith("T") ? 1 : symbol.length();
        return digits < symbol.length() && symbol.chars().skip(digits).allMatch(c -> c >= '0' && c <= '9');
    }

    private boolean isOutside(int word) {
        return words.inLink(word) || words.inHandle(word);
    }

    private boolean isSigned(int word) {
        char sign = words.at(words.start(word) - 1);
        return sign == '#' || sign == '$';
    }

    private String upper(int word) {
        return words.plain(words.start(word), words.end(word)).toUpperCase(Locale.ROOT);
    }
}
