package io.tokentape.topology.mention;

import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.Words;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a post as a whole is like, the word lists and the registry as of its time, and the spans found so far. */
final class PostContext {
    private static final int FAMOUS = 200;

    /** So many words with letters make a text long enough to tell whether it shouts. */
    private static final int ENOUGH_WORDS = 6;

    final TokenWords lists = TokenWords.SHIPPED;
    final Lookup lookup;

    private final List<Span> spans = new ArrayList<>();
    private final Set<String> chains = new LinkedHashSet<>();
    private final String ownToken;
    private final boolean trade;
    private boolean crypto;
    private boolean addressCue;
    private int capitals;
    private int lettered;

    /** @param ownToken slug of the token that the author speaks for; null = none known */
    PostContext(Lookup lookup, Post.Source source, String ownToken) {
        this.lookup = lookup;
        this.ownToken = ownToken;
        this.trade = source == Post.Source.TELEGRAM || source == Post.Source.ANNOUNCEMENT;
        this.crypto = trade || ownToken != null;
    }

    /** Takes in what a part of the post is like. */
    void look(MarkedText text) {
        Words words = text.words;
        for (int word = 0; word < words.count(); word++) {
            if (!words.hasLetter(word) || words.inLink(word) || words.inHandle(word)) {
                continue;
            }
            lettered++;
            if (words.isUpper(word) && words.length(word) > 1 && !words.hasDigit(word)) {
                capitals++;
            }
            if (!crypto) {
                crypto = text.before(word) == '$' || text.is(word, TokenWords.CRYPTO) || isFamous(text, word);
            }
            addressCue |= text.is(word, TokenWords.ADDRESS_CUE);
            String chain = text.is(word, TokenWords.CHAIN_BEGINS) ? lists.chain(words, word) : null;
            if (chain != null) {
                chains.add(chain);
            }
        }
    }

    /** A name of one of the largest tokens that is no other word. */
    private static boolean isFamous(MarkedText text, int word) {
        if (text.is(word, TokenWords.ORDINARY | TokenWords.CAPITAL_NAME)) {
            return false;
        }
        for (Claim claim : text.claims(word)) {
            if (claim.version().rank() >= FAMOUS) {
                return false;
            }
            if (claim.role() == Claim.Role.NAME && text.words.spells(word, word, claim.key())) {
                return true;
            }
        }
        return false;
    }

    /** Whether the post is about crypto at all. */
    boolean crypto() {
        return crypto;
    }

    /** Whether it comes from where little else than coins is spoken of: channels of calls, exchanges. */
    boolean trade() {
        return trade;
    }

    /** Whether a word of the post says that an address in it is a token's. */
    boolean addressCue() {
        return addressCue;
    }

    /** Whether most words are of capitals, so that capitals say nothing. */
    boolean shouting() {
        return lettered >= ENOUGH_WORDS && capitals * 2 > lettered;
    }

    /** Chains that words of the post name, in their order. */
    Set<String> chains() {
        return chains;
    }

    String ownToken() {
        return ownToken;
    }

    boolean isOwn(TokenVersion[] claims) {
        if (ownToken != null) {
            for (TokenVersion claim : claims) {
                if (claim.entry().id().equals(ownToken)) {
                    return true;
                }
            }
        }
        return false;
    }

    List<Span> spans() {
        return spans;
    }

    void add(Span span) {
        spans.add(span);
    }
}
