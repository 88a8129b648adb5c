package io.tokentape.topology.mention;

import io.tokentape.topology.mention.Mention.Part;
import io.tokentape.topology.text.Characters;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * The search through one post: first what the post is like, then in one pass the spans of every form, then which token
 * each means.
 */
final class MentionSearch {
    /** Longer words are no names or symbols. */
    private static final int LONGEST_WORD = 40;

    private final PostContext post;
    private final List<MarkedText> parts = new ArrayList<>(2);
    private final AddressForm addresses;
    private final PairForm pairs;
    private final SignedForm signed;
    private final NameForm names;
    private final ForeignForm foreign;
    private final TickerForm tickers;
    private final SlugForm slugs;

    MentionSearch(Lookup lookup, Post.Source source, String ownToken) {
        this.post = new PostContext(lookup, source, ownToken);
        this.addresses = new AddressForm(post);
        this.pairs = new PairForm(post);
        this.signed = new SignedForm(post, pairs);
        this.names = new NameForm(post);
        this.foreign = new ForeignForm(post);
        this.tickers = new TickerForm(post);
        this.slugs = new SlugForm(post);
    }

    /** Takes in a part of the post, in the order in which they are read. */
    void add(Words words, Part part) {
        MarkedText text = new MarkedText(words, part, post.lists, post.lookup);
        parts.add(text);
        post.look(text);
    }

    List<Mention> mentions() {
        for (MarkedText text : parts) {
            for (int word = 0; word < text.words.count(); ) {
                word = Math.max(word + 1, next(text, word));
            }
        }
        return new Identity(post).settle();
    }

    /** Looks at what begins at a word; the first word after it. */
    private int next(MarkedText text, int word) {
        Words words = text.words;
        int after = addresses.read(text, word);
        if (after > word) {
            return after;
        }
        if (words.inLink(word) && slugs.read(text, word)) {
            return word + 1;
        }
        if (words.inLink(word) || words.inHandle(word) || words.length(word) > LONGEST_WORD) {
            return word + 1;
        }
        char sign = text.before(word);
        if (sign == '.' && words.isLower(word) && isDomainEnd(words, word)) {
            return word + 1;
        }
        if (sign == '$') {
            return signed.cashtag(text, word);
        }
        if (!words.hasLetter(word)) {
            return word + 1;
        }
        if (ForeignNames.mayBe(words.at(words.start(word)))) {
            return foreign.read(text, word);
        }
        if (sign == '#') {
            return signed.hashtag(text, word);
        }
        after = pairs.read(text, word, words.start(word), false);
        if (after > word) {
            return after;
        }
        after = names.read(text, word);
        if (after > word) {
            return after;
        }
        tickers.read(text, word);
        return word + 1;
    }

    /** Whether a letter and a dot stand right before: {@code name.eth}. */
    private static boolean isDomainEnd(Words words, int word) {
        char before = words.at(words.start(word) - 2);
        return Characters.isWordUnit(before) && !Characters.isDigit(before);
    }
}
