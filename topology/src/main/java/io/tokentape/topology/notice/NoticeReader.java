package io.tokentape.topology.notice;

import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.notice.Announcement.Stage;
import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads what a notice of a listing, sale, airdrop or delisting states. Thread-safe. */
public final class NoticeReader {
    private static final int WORDS_READ = 250;
    private static final int MOST_TOKENS = 40;

    /** What others are paid or quoted in; a notice is about them only when it names nothing else. */
    private static final Set<String> MONEY =
            Set.of("BTC", "ETH", "BNB", "USDT", "USDC", "BUSD", "TUSD", "PAX", "USD", "EUR", "XBT", "USDS", "DAI");

    private final PhraseMap<String> venues;
    private final PhraseMap<Stage> stages;

    private NoticeReader(PhraseMap<String> venues, PhraseMap<Stage> stages) {
        this.venues = venues;
        this.stages = stages;
    }

    /** Reads the word lists that are shipped. */
    public static NoticeReader shipped() {
        Map<String, String> venues = new HashMap<>();
        PhraseMap.read(NoticeReader.class, "venues.tsv", venues::put);
        Map<String, Stage> stages = new HashMap<>();
        PhraseMap.read(NoticeReader.class, "stages.tsv", (phrase, stage) -> stages.put(phrase, Stage.valueOf(stage)));
        return new NoticeReader(PhraseMap.of(venues), PhraseMap.of(stages));
    }

    /**
     * @param title null = none
     * @param staged whether the kind of event goes through stages, as listings, sales and airdrops do
     */
    public Announcement read(Post post, Words title, Words text, List<Mention> mentions, boolean staged) {
        When inText = when(text, post.at());
        When when = inText == null && title != null ? when(title, post.at()) : inText;
        Stage stage = staged ? stage(title, text, when, post.at()) : null;
        Set<String> tokens = tokens(title == null ? text : title, title == null ? null : text, mentions);
        return new Announcement(
                stage,
                project(mentions, tokens),
                List.copyOf(tokens),
                venue(post, title, text),
                when == null ? null : when.iso(),
                null,
                when == null ? null : (inText == null ? title : text).surface(when.start(), when.end()));
    }

    /** The first stated time with a time of day, else the first date that is not the signature's. */
    private static When when(Words words, Instant post) {
        When first = null;
        for (When when : WhenFinder.find(words, post)) {
            if (when.timed()) {
                return when;
            }
            boolean signature = words.lowerAt(when.start()) == '2';
            first = first == null && !signature ? when : first;
        }
        return first;
    }

    private Stage stage(Words title, Words text, When when, Instant post) {
        Stage said = title == null ? null : stage(title);
        Stage inText = stage(text);
        if (said == null || inText == Stage.LIVE) {
            said = inText;
        }
        boolean future = when != null && when.iso().compareTo(post.toString()) > 0;
        if (said == Stage.RUMOUR) {
            return said;
        }
        if (future && when.timed()) {
            return Stage.DATED;
        }
        if (said != null) {
            return said;
        }
        return when == null ? Stage.ANNOUNCED : future || !when.timed() ? Stage.DATED : Stage.LIVE;
    }

    private Stage stage(Words words) {
        int read = Math.min(words.count(), WORDS_READ);
        for (int word = 0; word < read; word++) {
            PhraseMap.Phrase<Stage> phrase = stages.longest(words, word);
            if (phrase != null && !words.inLink(word)) {
                return phrase.value();
            }
        }
        return null;
    }

    private String venue(Post post, Words title, Words text) {
        String venue = title == null ? null : venue(title);
        if (venue == null) {
            venue = venue(text);
        }
        if (venue == null && post.source() == Post.Source.ANNOUNCEMENT && post.channel() != null) {
            venue = post.channel().toLowerCase(Locale.ROOT);
        }
        return venue;
    }

    private String venue(Words words) {
        int read = Math.min(words.count(), WORDS_READ);
        for (int word = 0; word < read; word++) {
            PhraseMap.Phrase<String> phrase = words.inHandle(word) ? null : venues.longest(words, word);
            if (phrase != null) {
                return phrase.value();
            }
        }
        return null;
    }

    private Set<String> tokens(Words head, Words body, List<Mention> mentions) {
        Set<String> tokens = new LinkedHashSet<>(bracketed(head));
        if (tokens.isEmpty() && body != null) {
            listed(head, tokens);
        }
        if (tokens.isEmpty() && body != null) {
            pairs(body, tokens);
        }
        if (tokens.isEmpty()) {
            for (Mention mention : mentions) {
                if (mention.symbol() != null && !MONEY.contains(mention.symbol()) && tokens.size() < MOST_TOKENS) {
                    tokens.add(mention.symbol());
                }
            }
        }
        if (tokens.isEmpty()) {
            tokens.addAll(bracketed(head));
        }
        return tokens;
    }

    /** "Name (SYMBOL)". */
    private static List<String> bracketed(Words words) {
        List<String> found = new ArrayList<>();
        for (int word = 0; word < Math.min(words.count(), WORDS_READ) && found.size() < MOST_TOKENS; word++) {
            boolean brackets = words.at(words.start(word) - 1) == '(' && words.at(words.end(word)) == ')';
            String symbol = symbol(words, word);
            if (brackets && symbol != null && !symbol.equals("UTC") && !symbol.equals("GMT")) {
                found.add(symbol);
            }
        }
        return found;
    }

    /** Capitals of a title that stand behind a verb of listing or before a slash. */
    private static void listed(Words title, Set<String> tokens) {
        boolean after = false;
        for (int word = 0; word < title.count() && tokens.size() < MOST_TOKENS; word++) {
            after |= isListing(title.lower(word));
            String symbol = after ? symbol(title, word) : null;
            boolean quote = word > 0 && title.at(title.start(word) - 1) == '/';
            if (symbol != null && !quote && !MONEY.contains(symbol)) {
                tokens.add(symbol);
            }
        }
    }

    private static boolean isListing(String word) {
        return switch (word) {
            case "list",
                    "lists",
                    "listing",
                    "add",
                    "adds",
                    "delist",
                    "delists",
                    "distributes",
                    "supports",
                    "open",
                    "opens",
                    "remove",
                    "for",
                    "of",
                    "trading" -> true;
            default -> false;
        };
    }

    private static void pairs(Words text, Set<String> tokens) {
        for (int word = 0; word + 1 < Math.min(text.count(), WORDS_READ) && tokens.size() < MOST_TOKENS; word++) {
            boolean pair = text.at(text.end(word)) == '/' && text.start(word + 1) == text.end(word) + 1;
            String symbol = pair ? symbol(text, word) : null;
            if (symbol != null && symbol(text, word + 1) != null && text.at(text.start(word) - 1) != '/') {
                tokens.add(symbol);
            }
        }
    }

    private static String symbol(Words words, int word) {
        boolean shaped = words.isUpper(word) && words.length(word) >= 2 && words.length(word) <= 10;
        return shaped && !words.inLink(word) ? words.plain(words.start(word), words.end(word)) : null;
    }

    private static String project(List<Mention> mentions, Set<String> tokens) {
        for (Mention mention : mentions) {
            if (mention.name() != null && tokens.contains(mention.symbol())) {
                return mention.name();
            }
        }
        return null;
    }
}
