package io.tokentape.topology.notice;

import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Words;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the tokens that a notice is about: those in brackets behind a name, the bases of pairs, those listed behind a
 * verb, those behind a label such as "Symbol:", else the assets mentioned. What something is paid or quoted in is left
 * out unless nothing else is named. Immutable.
 */
final class NoticeTokens {
    private static final int MOST_TOKENS = 40;
    private static final int LONGEST_SYMBOL = 12;
    private static final int LONGEST_NAME = 4;
    private static final int LABEL_GAP = 4;

    /** In a text a verb of listing speaks of the next few words only. */
    private static final int CLOSE_TO_VERB = 6;

    private final PhraseMap<String> money;
    private final PhraseMap<String> notTokens;
    private final PhraseMap<String> verbs;
    private final PhraseMap<String> labels;
    private final PhraseMap<String> notNames;

    private NoticeTokens(
            PhraseMap<String> money,
            PhraseMap<String> notTokens,
            PhraseMap<String> verbs,
            PhraseMap<String> labels,
            PhraseMap<String> notNames) {
        this.money = money;
        this.notTokens = notTokens;
        this.verbs = verbs;
        this.labels = labels;
        this.notNames = notNames;
    }

    static NoticeTokens shipped() {
        return new NoticeTokens(
                PhraseMap.set(NoticeTokens.class, "money.txt"),
                PhraseMap.set(NoticeTokens.class, "not-tokens.txt"),
                PhraseMap.set(NoticeTokens.class, "listing-verbs.txt"),
                PhraseMap.set(NoticeTokens.class, "symbol-labels.txt"),
                PhraseMap.set(NoticeTokens.class, "not-names.txt"));
    }

    /**
     * Upper-case symbols in the order of the notice.
     *
     * @param title null = none
     */
    Set<String> find(Words title, Words text, List<Mention> mentions, Venues venues) {
        Set<String> tokens = new LinkedHashSet<>();
        if (title != null) {
            bracketed(title, true, tokens);
            pairs(title, tokens);
            if (tokens.isEmpty()) {
                listed(title, title.count(), venues, tokens);
            }
            if (tokens.isEmpty()) {
                pairs(text, tokens);
            }
        }
        if (tokens.isEmpty()) {
            bracketed(text, false, tokens);
        }
        if (tokens.isEmpty()) {
            labelled(text, tokens);
        }
        if (tokens.isEmpty()) {
            mentioned(mentions, false, tokens);
        }
        if (tokens.isEmpty() && title == null) {
            pairs(text, tokens);
        }
        if (tokens.isEmpty() && title == null) {
            listed(text, CLOSE_TO_VERB, venues, tokens);
        }
        if (tokens.isEmpty()) {
            mentioned(mentions, true, tokens);
        }
        return tokens;
    }

    private void mentioned(List<Mention> mentions, boolean money, Set<String> tokens) {
        for (Mention mention : mentions) {
            if (mention.symbol() != null && tokens.size() < MOST_TOKENS && (money || !isMoney(mention.symbol()))) {
                tokens.add(mention.symbol());
            }
        }
    }

    private boolean isMoney(String symbol) {
        Words words = Words.of(symbol);
        return words.count() == 1 && money.has(words, 0);
    }

    /** "Name (SYMBOL)", "Name ($SYMBOL)", "A, B (AAA, BBB)"; a single letter only in a title. */
    private void bracketed(Words words, boolean title, Set<String> tokens) {
        int read = Math.min(words.count(), NoticeReader.WORDS_READ);
        int word = 0;
        while (word < read && tokens.size() < MOST_TOKENS) {
            int start = words.start(word);
            char before = words.at(start - 1);
            boolean opens = before == '(' || (before == '$' || before == '#') && words.at(start - 2) == '(';
            if (!opens) {
                word++;
                continue;
            }
            int last = lastInBrackets(words, word, title);
            for (int in = word; in <= last; in++) {
                if (last == word && title || !money.has(words, in)) {
                    tokens.add(upper(words, in));
                }
            }
            word = Math.max(word, last) + 1;
        }
    }

    /** The last word in brackets that hold nothing but symbols; -1 = they hold something else. */
    private int lastInBrackets(Words words, int first, boolean title) {
        for (int word = first; word < words.count() && word < first + MOST_TOKENS; word++) {
            boolean letter = words.length(word) == 1 && !(title && words.isUpper(word));
            if (!isSymbol(words, word, true) || letter) {
                return -1;
            }
            char after = words.at(words.end(word));
            if (after == ')') {
                return word;
            }
            boolean list = word + 1 < words.count() && words.start(word + 1) - words.end(word) <= 3;
            if (!list || after != ',' && after != '/' && after != '&' && words.at(words.end(word) + 1) != '&') {
                return -1;
            }
        }
        return -1;
    }

    /** Bases of {@code AAA/USDT}, {@code AAA-USD}, {@code AAAUSDT}. */
    private void pairs(Words words, Set<String> tokens) {
        int read = Math.min(words.count(), NoticeReader.WORDS_READ);
        for (int word = 0; word < read && tokens.size() < MOST_TOKENS; word++) {
            if (!isSymbol(words, word, false)) {
                continue;
            }
            boolean joined = word + 1 < words.count() && words.start(word + 1) == words.end(word) + 1;
            char mark = words.at(words.end(word));
            char before = words.at(words.start(word) - 1);
            if (joined && isSymbol(words, word + 1, false) && before != '/' && before != '-') {
                boolean quoted = money.has(words, word + 1);
                if (mark == '/' || (mark == '-' || mark == '_') && quoted) {
                    tokens.add(upper(words, word));
                    word++;
                }
            } else {
                String symbol = upper(words, word);
                String base = symbol.endsWith("USDT") || symbol.endsWith("USDC") || symbol.endsWith("BUSD")
                        ? symbol.substring(0, symbol.length() - 4)
                        : "";
                if (base.length() >= 2) {
                    tokens.add(base);
                }
            }
        }
    }

    /**
     * Capitals behind a verb of listing, or where none are there those before it, but not of what is all in capitals.
     *
     * @param reach how many words around the verb
     */
    private void listed(Words words, int reach, Venues venues, Set<String> tokens) {
        int read = Math.min(words.count(), NoticeReader.WORDS_READ / 4);
        int verb = -1;
        int capitals = 0;
        int letters = 0;
        for (int word = 0; word < read; word++) {
            if (verb < 0 && verbs.longest(words, word) != null) {
                verb = word;
            }
            capitals += words.isUpper(word) && words.length(word) > 1 ? 1 : 0;
            letters += words.hasLetter(word) ? 1 : 0;
        }
        if (capitals * 5 > letters * 3 && letters > 4) {
            return;
        }
        if (verb < 0 && reach < words.count()) {
            return;
        }
        capitals(words, verb + 1, Math.min(read, verb + 1 + reach), venues, tokens);
        if (tokens.isEmpty() && verb > 0) {
            capitals(words, Math.max(0, verb - reach), verb, venues, tokens);
        }
    }

    private void capitals(Words words, int from, int to, Venues venues, Set<String> tokens) {
        int word = from;
        while (word < to && tokens.size() < MOST_TOKENS) {
            PhraseMap.Phrase<String> venue = venues.at(words, word);
            if (venue != null) {
                word += venue.words();
            } else if (isListed(words, word)) {
                word = enumeration(words, word, to, tokens);
            } else {
                word++;
            }
        }
    }

    private boolean isListed(Words words, int word) {
        char before = words.at(words.start(word) - 1);
        boolean part = before == '/' || before == '-' || words.at(words.end(word)) == '-';
        return !part && words.length(word) > 1 && isSymbol(words, word, false);
    }

    /** "A, B and C": money is meant when it stands among others. */
    private int enumeration(Words words, int first, int to, Set<String> tokens) {
        boolean others = false;
        int end = first;
        for (int word = first; word >= 0; word = nextOf(words, word, to)) {
            others |= !money.has(words, word) || isQuoteItself(words, word);
            end = word + 1;
        }
        for (int word = first; others && word >= 0 && tokens.size() < MOST_TOKENS; word = nextOf(words, word, to)) {
            tokens.add(upper(words, word));
        }
        return end;
    }

    /** The next word of an enumeration; -1 = it ends here. */
    private int nextOf(Words words, int word, int to) {
        int next = word + 1;
        boolean joined = next < to && (words.at(words.end(word)) == ',' || words.at(words.end(word) + 1) == '&');
        if (next < to && words.lower(next).equals("and")) {
            next++;
            joined = true;
        }
        return joined && next < to && isListed(words, next) ? next : -1;
    }

    /** "AAA quote pairs" are about AAA. */
    private static boolean isQuoteItself(Words words, int word) {
        return word + 1 < words.count() && words.lower(word + 1).equals("quote");
    }

    /** "Symbol: AAA", "Ticker: $AAA". */
    private void labelled(Words words, Set<String> tokens) {
        int read = Math.min(words.count(), NoticeReader.WORDS_READ);
        for (int word = 0; word + 1 < read; word++) {
            PhraseMap.Phrase<String> label = labels.longest(words, word);
            int next = label == null ? read : word + label.words();
            if (next < read && isSymbol(words, next, false) && labels(words, next)) {
                tokens.add(upper(words, next));
            }
        }
    }

    private static boolean labels(Words words, int word) {
        int from = words.end(word - 1);
        int to = words.start(word);
        for (int i = from; i < to && to - from <= LABEL_GAP; i++) {
            if (words.at(i) == ':' || words.at(i) == '-' || words.at(i) == '=') {
                return true;
            }
        }
        return false;
    }

    /** @param mixed whether small letters may be among the capitals, as in stETH */
    private boolean isSymbol(Words words, int word, boolean mixed) {
        int length = words.length(word);
        if (length > LONGEST_SYMBOL || words.inLink(word) || words.inHandle(word) || !words.hasLetter(word)) {
            return false;
        }
        boolean shaped = words.isUpper(word) || mixed && length > 3 && capitalsOf(words, word) >= 3;
        return shaped && !notTokens.has(words, word);
    }

    private static int capitalsOf(Words words, int word) {
        int capitals = 0;
        for (int i = words.start(word); i < words.end(word); i++) {
            capitals += Character.isUpperCase(words.at(i)) ? 1 : 0;
        }
        return capitals;
    }

    private static String upper(Words words, int word) {
        return words.lower(word).toUpperCase(Locale.ROOT);
    }

    /** The name before the bracket of the first token, else what the registry calls it; null = neither. */
    String project(Words head, List<Mention> mentions, Set<String> tokens) {
        if (tokens.isEmpty()) {
            return null;
        }
        String name = nameBefore(head, tokens.iterator().next());
        if (name != null) {
            return name;
        }
        for (Mention mention : mentions) {
            if (mention.name() != null && tokens.contains(mention.symbol())) {
                return mention.name();
            }
        }
        return null;
    }

    private String nameBefore(Words words, String symbol) {
        int read = Math.min(words.count(), NoticeReader.WORDS_READ);
        for (int word = 1; word < read; word++) {
            boolean bracket = words.at(words.start(word) - 1) == '(' || words.at(words.start(word) - 2) == '(';
            if (!bracket || !upper(words, word).equals(symbol)) {
                continue;
            }
            int first = word;
            while (first > 0 && word - first < LONGEST_NAME && isOfName(words, first - 1)) {
                first--;
            }
            int end = words.end(word - 1);
            return first == word ? null : words.surface(words.start(first), end);
        }
        return null;
    }

    private boolean isOfName(Words words, int word) {
        boolean large = words.startsUpper(word) || words.hasDigit(word) || words.at(words.start(word)) > '\u1100';
        int gap = words.start(word + 1) - words.end(word);
        char after = words.at(words.end(word));
        boolean joined = gap == 1 && (after == ' ' || after == '.' || after == '-' || after == '(')
                || gap == 2 && words.at(words.end(word) + 1) == '(';
        return large && joined && !notNames.has(words, word) && !verbs.has(words, word);
    }
}
