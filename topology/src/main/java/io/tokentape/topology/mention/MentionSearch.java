package io.tokentape.topology.mention;

import io.tokentape.topology.mention.Mention.Candidate;
import io.tokentape.topology.mention.Mention.Kind;
import io.tokentape.topology.mention.Mention.Part;
import io.tokentape.topology.text.Characters;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The search through one post: first what the post is like, then the spans, then which token each means. */
final class MentionSearch {
    /** Ranks below are those of the hand-kept table; what has them is known by its symbol alone. */
    private static final int WELL_KNOWN = 1000;

    private static final int FAMOUS = 200;
    private static final int LONGEST_NAME = 5;
    private static final int LONGEST_SYMBOL = 12;
    private static final int CANDIDATES = 5;

    /** A candidate must have this share of the weight, or the mention stays open. */
    private static final double CLEAR_SHARE = 0.6;

    /** What a token weighs that something else in the post speaks of, against one that nothing does. */
    private static final double EVIDENCE = 1000;

    private static final double UNRANKED = 30_000;
    private static final TokenVersion[] UNKNOWN = {};

    private final TokenWords lists = TokenWords.SHIPPED;
    private final TokenRegistry.Snapshot registry;
    private final long at;
    private final List<Span> spans = new ArrayList<>();

    private boolean crypto;
    private boolean addressCue;
    private int capitals;
    private int lettered;

    MentionSearch(TokenRegistry.Snapshot registry, Post.Source source, long at) {
        this.registry = registry;
        this.at = at;
        this.crypto = source == Post.Source.TELEGRAM || source == Post.Source.ANNOUNCEMENT;
    }

    /** Takes in what the post is like. */
    void look(Words words) {
        for (int word = 0; word < words.count(); word++) {
            if (words.hasLetter(word) && !words.inLink(word) && !words.inHandle(word)) {
                lettered++;
                if (words.isUpper(word) && words.length(word) > 1 && !words.hasDigit(word)) {
                    capitals++;
                }
                crypto = crypto
                        || words.at(words.start(word) - 1) == '$'
                        || lists.isCrypto(words, word)
                        || isFamous(words, word);
                addressCue |= lists.isAddressCue(words, word);
            }
        }
    }

    /** A name of one of the largest tokens that is no other word. */
    private boolean isFamous(Words words, int word) {
        for (Claim claim : registry.claims(words.hash(word))) {
            if (claim.version().rank() < FAMOUS
                    && claim.role() == Claim.Role.NAME
                    && words.spells(word, word, claim.key())) {
                return !lists.isOrdinary(words, word) && !lists.isCapitalName(words, word);
            }
        }
        return false;
    }

    void collect(Words words, Part part) {
        for (int word = 0; word < words.count(); ) {
            word = Math.max(word + 1, next(words, part, word));
        }
    }

    /** Looks at what begins at a word; the first word after it. */
    private int next(Words words, Part part, int word) {
        int length = words.length(word);
        if (Addresses.mayBe(length) && words.hasDigit(word) && address(words, part, word)) {
            return word + 1;
        }
        if (words.inLink(word) || words.inHandle(word) || length > 40) {
            return word + 1;
        }
        char sign = words.at(words.start(word) - 1);
        if (sign == '$') {
            return cashtag(words, part, word);
        }
        if (sign == '#' && words.hasLetter(word)) {
            return hashtag(words, part, word);
        }
        if (!words.hasLetter(word)) {
            return word + 1;
        }
        int after = pair(words, part, word, words.start(word), false);
        if (after > word) {
            return after;
        }
        after = name(words, part, word);
        if (after > word) {
            return after;
        }
        ticker(words, part, word);
        return word + 1;
    }

    private int cashtag(Words words, Part part, int word) {
        int start = words.start(word) - 1;
        char before = words.at(start - 1);
        if (!words.hasLetter(word) || before != 0 && Characters.isWordUnit(before) || lists.isStock(words, word)) {
            return word + 1;
        }
        int after = pair(words, part, word, start, true);
        if (after > word) {
            return after;
        }
        TokenVersion[] claims = claims(words, word, word, true);
        boolean amount = Characters.isDigit(words.at(words.start(word)));
        if (amount
                && (claims.length == 0
                        || words.length(word) < 4
                        || Characters.isDigit(words.at(words.end(word) - 1)))) {
            return word + 1;
        }
        if (words.length(word) > LONGEST_SYMBOL && claims.length == 0) {
            return word + 1;
        }
        int end = words.end(word);
        int used = word + 1;
        boolean suffix = used < words.count()
                && words.start(used) == end + 1
                && words.length(used) == 1
                && words.lowerAt(end + 1) == 'x'
                && (words.at(end) == '.' || words.at(end) == '-');
        if (suffix) {
            end = words.end(used);
            used++;
        }
        add(words, part, start, end, Kind.CASHTAG, symbol(words, word), claims, claims.length > 0 ? 0.97 : 0.8, false);
        return used;
    }

    /** Digits with a letter or two behind them: 500, 1M, 20bn, 3rd. */
    private static boolean isAmount(Words words, int word) {
        int letters = 0;
        for (int i = words.start(word); i < words.end(word); i++) {
            if (!Characters.isDigit(words.at(i))) {
                letters++;
            } else if (letters > 0) {
                return true;
            }
        }
        return letters <= 2;
    }

    private int hashtag(Words words, Part part, int word) {
        int start = words.start(word) - 1;
        int after = pair(words, part, word, start, true);
        if (after > word) {
            return after;
        }
        TokenVersion[] claims = claims(words, word, word, true);
        if (claims.length == 0 || lists.isNotName(words, word)) {
            return word + 1;
        }
        boolean wellKnown = claims[0].rank() < WELL_KNOWN;
        boolean upper = words.isUpper(word);
        boolean plain =
                lists.isOrdinary(words, word) && !lists.isCapitalName(words, word) || lists.isStopSymbol(words, word);
        boolean accepted;
        if (plain) {
            accepted = wellKnown && upper && crypto && words.length(word) > 2;
        } else if (wellKnown) {
            accepted = words.length(word) > 2 || upper;
        } else {
            accepted = upper && crypto && words.length(word) > 2 && words.length(word) <= LONGEST_SYMBOL;
        }
        if (accepted) {
            double probability = wellKnown ? plain ? 0.7 : 0.95 : 0.6;
            add(words, part, start, words.end(word), Kind.HASHTAG, symbol(words, word), claims, probability, false);
        }
        return word + 1;
    }

    /** {@code BTC/USDT}, {@code BTC-USD}, {@code LINK_USDT}, {@code BTCUSDT}; the word after it, or the word itself. */
    private int pair(Words words, Part part, int word, int start, boolean signed) {
        boolean upper = words.isUpper(word);
        boolean shaped = upper || words.isLower(word) || words.at(start) == '#';
        if (!shaped || words.length(word) > LONGEST_SYMBOL + 4) {
            return word;
        }
        int second = word + 1;
        if (second < words.count() && joined(words, word, upper) && lists.isQuote(words, second)) {
            if (lists.isNoBase(words, word)
                    || Characters.isDigit(words.at(words.start(word))) && words.length(word) < 3) {
                return second + 1;
            }
            TokenVersion[] claims = symbolClaims(words, word);
            boolean chained = slash(words, second) || start > 0 && words.at(start - 1) == '/';
            boolean accepted = upper || signed || claims.length > 0 && claims[0].rank() < WELL_KNOWN;
            if (chained || !accepted || words.length(word) < 2 && !signed) {
                return word;
            }
            double probability = claims.length > 0 ? 0.95 : 0.75;
            add(words, part, start, words.end(second), Kind.PAIR, symbol(words, word), claims, probability, false);
            return second + 1;
        }
        return gluedPair(words, part, word, start, signed, upper);
    }

    private int gluedPair(Words words, Part part, int word, int start, boolean signed, boolean upper) {
        if (words.length(word) < 5) {
            return word;
        }
        String whole = symbol(words, word);
        String quote = lists.quoteEnding(whole);
        if (quote == null) {
            return word;
        }
        String base = whole.substring(0, whole.length() - quote.length());
        if (lists.isNoBase(base)) {
            return word + 1;
        }
        TokenVersion[] own = symbolClaims(words, word);
        if (own.length > 0 && own[0].rank() < WELL_KNOWN) {
            return word;
        }
        TokenVersion[] claims = valid(registry.bySymbol(base));
        boolean wellKnown = claims.length > 0 && claims[0].rank() < WELL_KNOWN;
        boolean dollars = quote.startsWith("USD") || quote.equals("BUSD") || quote.equals("PERP");
        boolean accepted = upper
                ? wellKnown
                        || claims.length > 0 && (signed || dollars || crypto) && own.length == 0
                        || signed && dollars
                : wellKnown
                        && own.length == 0
                        && !lists.isOrdinary(words, word)
                        && (signed || dollars || quote.equals("BTC"));
        if (!accepted) {
            return word;
        }
        add(words, part, start, words.end(word), Kind.PAIR, base, claims, wellKnown ? 0.95 : 0.75, false);
        return word + 1;
    }

    private int name(Words words, Part part, int first) {
        long hash = words.hash(first);
        int last = first;
        int bestLast = -1;
        TokenVersion[] best = UNKNOWN;
        boolean weak = false;
        while (true) {
            Claim[] claims = registry.claims(hash);
            if (claims.length > 0) {
                TokenVersion[] named = named(claims, words, first, last);
                int verdict = named.length == 0 ? NO : judgeName(words, first, last, named);
                if (verdict != NO) {
                    bestLast = last;
                    best = named;
                    weak = verdict == WEAK;
                }
            }
            if (last + 1 >= words.count() || last + 1 - first >= LONGEST_NAME || !words.adjacent(last)) {
                break;
            }
            last++;
            hash = Words.join(hash, words.hash(last));
        }
        if (bestLast < 0) {
            return first;
        }
        double probability = best[0].rank() < WELL_KNOWN ? bestLast > first ? 0.95 : 0.9 : 0.6;
        add(words, part, words.start(first), words.end(bestLast), Kind.NAME, null, best, probability, weak);
        return weak ? first : bestLast + 1;
    }

    private static final int NO = 0;
    private static final int WEAK = 1;
    private static final int YES = 2;

    private int judgeName(Words words, int first, int last, TokenVersion[] named) {
        boolean wellKnown = named[0].rank() < WELL_KNOWN;
        if (last > first) {
            boolean allPlain = true;
            boolean allCapital = true;
            for (int word = first; word <= last; word++) {
                allPlain &= lists.isOrdinary(words, word) || lists.isNotName(words, word);
                allCapital &= words.startsUpper(word) || words.isNumber(word);
            }
            if (wellKnown) {
                return !allPlain || words.startsUpper(first) ? YES : NO;
            }
            return allCapital && !allPlain && crypto ? YES : allCapital && crypto ? WEAK : NO;
        }
        if (lists.isNotName(words, first) || words.length(first) < 3) {
            return NO;
        }
        if (lists.isCapitalName(words, first)) {
            boolean doubtful = lists.isOrdinary(words, first) && atStart(words, first);
            return !wellKnown || !words.startsUpper(first) || !crypto ? NO : doubtful ? WEAK : YES;
        }
        if (lists.isOrdinary(words, first)) {
            boolean cued = first + 1 < words.count() && near(words, first) && lists.isNameCue(words, first + 1);
            return words.startsUpper(first) && crypto ? cued && wellKnown ? YES : WEAK : NO;
        }
        if (wellKnown) {
            return words.length(first) > 3 || words.startsUpper(first) ? YES : NO;
        }
        return words.startsUpper(first) && words.length(first) > 3 && crypto ? WEAK : NO;
    }

    private void ticker(Words words, Part part, int word) {
        int length = words.length(word);
        if (length < 2 || length > LONGEST_SYMBOL) {
            return;
        }
        boolean upper = words.isUpper(word);
        if (!upper && !lists.isLowerTicker(words, word)) {
            return;
        }
        TokenVersion[] claims = symbolClaims(words, word);
        boolean shouting = lettered >= 6 && capitals * 2 > lettered;
        if (claims.length == 0) {
            bracketed(words, part, word, upper);
            return;
        }
        boolean wellKnown = claims[0].rank() < WELL_KNOWN;
        boolean stop = lists.isStopSymbol(words, word);
        boolean plain = lists.isOrdinary(words, word) || stop;
        boolean bracketed = words.at(words.start(word) - 1) == '(' && words.at(words.end(word)) == ')';
        boolean cued = bracketed && word > 0 && words.startsUpper(word - 1) || cued(words, word);
        double probability;
        if (!upper) {
            probability = wellKnown && (crypto || length > 3) ? 0.85 : 0;
        } else if (plain) {
            probability = wellKnown && crypto && !shouting && cued && (!stop || bracketed) ? 0.7 : 0;
        } else if (wellKnown) {
            probability = length > 2 ? 0.92 : crypto && cued && !shouting ? 0.7 : 0;
        } else {
            probability = crypto && cued && !shouting && length > 2 ? 0.6 : 0;
        }
        if (probability > 0) {
            add(
                    words,
                    part,
                    words.start(word),
                    words.end(word),
                    Kind.TICKER,
                    symbol(words, word),
                    claims,
                    probability,
                    false);
        } else if (upper && crypto && (bracketed || !plain) && !shouting) {
            add(words, part, words.start(word), words.end(word), Kind.TICKER, symbol(words, word), claims, 0.7, true);
        }
    }

    /** "Name (SYMBOL)" of a token that the registry does not know. */
    private void bracketed(Words words, Part part, int word, boolean upper) {
        boolean brackets = words.at(words.start(word) - 1) == '(' && words.at(words.end(word)) == ')';
        if (!upper || !brackets || !crypto || word == 0 || words.length(word) < 3 || words.length(word) > 6) {
            return;
        }
        if (lists.isStopSymbol(words, word) || !words.startsUpper(word - 1) || isAcronym(words, word)) {
            return;
        }
        add(words, part, words.start(word), words.end(word), Kind.TICKER, symbol(words, word), UNKNOWN, 0.5, false);
    }

    /** Whether the words before spell it with their first letters. */
    private static boolean isAcronym(Words words, int word) {
        int letters = words.length(word);
        if (word < letters) {
            return false;
        }
        for (int i = 0; i < letters; i++) {
            if (words.lowerAt(words.start(word - letters + i)) != words.lowerAt(words.start(word) + i)) {
                return false;
            }
        }
        return true;
    }

    private boolean address(Words words, Part part, int word) {
        String text = words.plain(words.start(word), words.end(word));
        boolean hexadecimal = Addresses.isHexadecimal(text);
        if (!hexadecimal && !Addresses.isBase58(text)) {
            return false;
        }
        TokenVersion[] claims = valid(registry.byAddress(TokenEntry.normalAddress(text)));
        String chain = hexadecimal ? linkedChain(words, word) : "solana";
        boolean tokenLink =
                words.inLink(word) && chain != null && lists.isTokenLink(words, linkStart(words, word), word);
        boolean launched = !hexadecimal && (text.endsWith("pump") || text.endsWith("bonk"));
        if (claims.length == 0
                && !tokenLink
                && !launched
                && (words.inLink(word) || !addressCue || sentTo(words, word))) {
            return true;
        }
        String asset = chain == null ? null : TokenEntry.normalAsset(chain + ":" + text);
        double probability = claims.length > 0 ? 0.99 : tokenLink || launched ? 0.8 : 0.6;
        spans.add(new Span(
                part,
                words.start(word),
                words.end(word),
                words.surface(words.start(word), words.end(word)),
                Kind.ADDRESS,
                null,
                asset,
                claims,
                probability,
                false));
        return true;
    }

    /** What stands further back in a link than this is not looked at: hostile links are as long as the text. */
    private static final int MAX_LINK_WORDS = 64;

    private static int linkStart(Words words, int word) {
        int first = word;
        while (first > 0 && word - first < MAX_LINK_WORDS && words.inLink(first - 1)) {
            first--;
        }
        return first;
    }

    private String linkedChain(Words words, int word) {
        if (words.inLink(word)) {
            for (int i = linkStart(words, word); i < word; i++) {
                String chain = lists.chain(words, i);
                if (chain != null) {
                    return chain;
                }
            }
        }
        return null;
    }

    /** Whether the words right before say that it is a wallet. */
    private boolean sentTo(Words words, int word) {
        for (int i = Math.max(0, word - 4); i < word; i++) {
            if (lists.isWalletWord(words, i)) {
                return true;
            }
        }
        return false;
    }

    List<Mention> mentions() {
        Set<String> evidence = new HashSet<>();
        for (Span span : spans) {
            if (!span.weak() && span.claims().length > 0) {
                TokenVersion first = span.claims()[0];
                if (span.claims().length == 1 || first.rank() < WELL_KNOWN || span.kind() == Kind.NAME) {
                    evidence.add(first.entry().id());
                }
            }
        }
        Set<String> namedWeakly = new HashSet<>();
        for (Span span : spans) {
            if (span.weak() && span.kind() == Kind.NAME) {
                namedWeakly.add(span.claims()[0].entry().id());
            }
        }
        List<Mention> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Span span : spans) {
            if (!span.weak() || supported(span, evidence, namedWeakly)) {
                Mention mention = settle(span, evidence, namedWeakly);
                if (seen.add(mention.token() != null ? mention.token() : identity(mention))) {
                    found.add(mention);
                }
            }
        }
        return found;
    }

    private static String identity(Mention mention) {
        return mention.symbol() != null ? "$" + mention.symbol() : mention.surface();
    }

    /** A weak span counts when a sure one, or a weak one of the other kind, means the same token. */
    private boolean supported(Span span, Set<String> evidence, Set<String> namedWeakly) {
        for (TokenVersion claim : span.claims()) {
            String id = claim.entry().id();
            if (evidence.contains(id) || span.kind() == Kind.TICKER && namedWeakly.contains(id)) {
                return true;
            }
        }
        return false;
    }

    private Mention settle(Span span, Set<String> evidence, Set<String> namedWeakly) {
        TokenVersion[] claims = span.claims();
        if (claims.length == 0) {
            List<Candidate> candidates =
                    span.asset() == null ? List.of() : List.of(new Candidate(span.asset(), span.probability()));
            return new Mention(
                    span.surface(),
                    span.part(),
                    span.start(),
                    span.end(),
                    span.kind(),
                    span.symbol(),
                    null,
                    null,
                    span.asset(),
                    span.probability(),
                    false,
                    candidates);
        }
        double[] weights = new double[claims.length];
        double sum = 0;
        int best = 0;
        for (int i = 0; i < claims.length; i++) {
            TokenEntry entry = claims[i].entry();
            weights[i] = 1.0 / (entry.rank() == null ? UNRANKED : entry.rank() + 5.0);
            if (evidence.contains(entry.id()) || namedWeakly.contains(entry.id())) {
                weights[i] *= EVIDENCE;
            }
            sum += weights[i];
            if (weights[i] > weights[best]) {
                best = i;
            }
        }
        double share = weights[best] / sum;
        TokenEntry entry = claims[best].entry();
        boolean ambiguous = share < CLEAR_SHARE && span.kind() != Kind.ADDRESS;
        return new Mention(
                span.surface(),
                span.part(),
                span.start(),
                span.end(),
                span.kind(),
                written(span, entry, ambiguous),
                ambiguous ? null : entry.name(),
                ambiguous ? null : entry.id(),
                ambiguous ? null : span.asset() != null ? span.asset() : entry.primary(),
                rounded(span.probability() * (ambiguous ? 1 : share)),
                ambiguous,
                candidates(claims, weights, sum, span));
    }

    /** The symbol as the post has it where that is a symbol of the token, else the token's own. */
    private static String written(Span span, TokenEntry entry, boolean ambiguous) {
        String symbol = span.symbol();
        return symbol != null && (ambiguous || entry.aliases().contains(symbol)) ? symbol : entry.symbol();
    }

    /** Downwards, so that the candidates of a mention never sum to more than one. */
    private static double rounded(double probability) {
        return StrictMath.floor(probability * 10_000) / 10_000;
    }

    private static List<Candidate> candidates(TokenVersion[] claims, double[] weights, double sum, Span span) {
        List<Candidate> candidates = new ArrayList<>();
        boolean[] used = new boolean[claims.length];
        for (int n = 0; n < Math.min(CANDIDATES, claims.length); n++) {
            int best = -1;
            for (int i = 0; i < claims.length; i++) {
                if (!used[i] && (best < 0 || weights[i] > weights[best])) {
                    best = i;
                }
            }
            used[best] = true;
            String asset =
                    span.asset() != null ? span.asset() : claims[best].entry().primary();
            double probability = rounded(span.probability() * weights[best] / sum);
            if (asset != null && (probability > 0 || n == 0)) {
                candidates.add(new Candidate(asset, probability));
            }
        }
        return candidates;
    }

    private void add(
            Words words,
            Part part,
            int start,
            int end,
            Kind kind,
            String symbol,
            TokenVersion[] claims,
            double probability,
            boolean weak) {
        spans.add(new Span(part, start, end, words.surface(start, end), kind, symbol, null, claims, probability, weak));
    }

    private static String symbol(Words words, int word) {
        return words.plain(words.start(word), words.end(word)).toUpperCase(Locale.ROOT);
    }

    /** Whether a word is next to one that speaks of trading, to a price or a quote. */
    private boolean cued(Words words, int word) {
        return word > 0 && near(words, word - 1) && cue(words, word - 1)
                || word + 1 < words.count() && near(words, word) && cue(words, word + 1);
    }

    private boolean cue(Words words, int word) {
        return lists.isCue(words, word)
                || words.isNumber(word)
                || words.isUpper(word) && (lists.isQuote(words, word) || isClearTicker(words, word));
    }

    private boolean isClearTicker(Words words, int word) {
        TokenVersion[] claims = symbolClaims(words, word);
        return claims.length > 0
                && claims[0].rank() < WELL_KNOWN
                && words.length(word) > 2
                && !lists.isOrdinary(words, word)
                && !lists.isStopSymbol(words, word);
    }

    private static boolean near(Words words, int word) {
        return words.start(word + 1) - words.end(word) <= 3;
    }

    private static boolean atStart(Words words, int word) {
        if (word == 0) {
            return true;
        }
        for (int i = words.end(word - 1); i < words.start(word); i++) {
            char c = words.at(i);
            if (c == '.' || c == '!' || c == '?' || c == '\n') {
                return true;
            }
        }
        return false;
    }

    /** A slash, hyphen or underscore between two words; a slash may have spaces about it. */
    private static boolean joined(Words words, int word, boolean upper) {
        int from = words.end(word);
        int to = words.start(word + 1);
        char c = words.at(from);
        if (to - from == 1) {
            return c == '/' || c == '-' || c == '_';
        }
        if (!upper || to - from > 5) {
            return false;
        }
        boolean slash = false;
        for (int i = from; i < to; i++) {
            c = words.at(i);
            if (c != ' ' && (c != '/' || slash)) {
                return false;
            }
            slash |= c == '/';
        }
        return slash;
    }

    private static boolean slash(Words words, int word) {
        return words.at(words.end(word)) == '/'
                && word + 1 < words.count()
                && words.start(word + 1) == words.end(word) + 1
                && words.hasLetter(word + 1);
    }

    /** The tokens that words mean as a symbol or, for what bears a sign, as a name. */
    private TokenVersion[] claims(Words words, int first, int last, boolean names) {
        return filtered(registry.claims(words.hash(first)), words, first, last, true, names);
    }

    private TokenVersion[] symbolClaims(Words words, int word) {
        return filtered(registry.claims(words.hash(word)), words, word, word, true, false);
    }

    private TokenVersion[] named(Claim[] claims, Words words, int first, int last) {
        return filtered(claims, words, first, last, false, true);
    }

    private TokenVersion[] filtered(Claim[] claims, Words words, int first, int last, boolean symbols, boolean names) {
        if (claims.length == 0) {
            return UNKNOWN;
        }
        TokenVersion[] kept = new TokenVersion[claims.length];
        int count = 0;
        for (Claim claim : claims) {
            boolean role = claim.role() == Claim.Role.SYMBOL ? symbols : names;
            boolean again = count > 0 && kept[count - 1] == claim.version();
            if (role && !again && claim.version().holdsAt(at) && words.spells(first, last, claim.key())) {
                kept[count++] = claim.version();
            }
        }
        return count == kept.length ? kept : count == 0 ? UNKNOWN : Arrays.copyOf(kept, count);
    }

    private TokenVersion[] valid(List<TokenVersion> versions) {
        return versions.stream().filter(version -> version.holdsAt(at)).toArray(TokenVersion[]::new);
    }
}
