package io.tokentape.topology.mention;

import io.tokentape.topology.mention.Mention.Kind;
import io.tokentape.topology.text.Words;

/** Names in other scripts, with what their languages glue to them: {@code биткоина}, {@code 비트코인은}, {@code 比特币上涨}. */
final class ForeignForm {
    /** An ending or particle is no longer than this; what is longer is another word. */
    private static final int LONGEST_ENDING = 4;

    private final PostContext post;

    ForeignForm(PostContext post) {
        this.post = post;
    }

    /** The word after. */
    int read(MarkedText text, int word) {
        Words words = text.words;
        int end = words.end(word);
        boolean runsOn = ForeignNames.runsOn(words.at(words.start(word)));
        int at = words.start(word);
        while (at < end) {
            ForeignNames.Name name = ForeignNames.SHIPPED.at(words, at, end);
            if (name == null) {
                if (!runsOn) {
                    break;
                }
                at++;
                continue;
            }
            int after = at + name.text().length();
            if (!runsOn && end - after > LONGEST_ENDING) {
                break;
            }
            if (post.crypto() || !name.doubtful()) {
                add(text, word, at, after, name.token());
            }
            at = after;
        }
        return word + 1;
    }

    private void add(MarkedText text, int word, int start, int end, String token) {
        TokenVersion[] claims = post.lookup.byId(token);
        if (claims.length > 0) {
            boolean tagged = text.before(word) == '#' && start == text.words.start(word);
            Kind kind = tagged ? Kind.HASHTAG : Kind.NAME;
            post.add(Span.of(text, tagged ? start - 1 : start, end, kind, null, claims, 0.9));
        }
    }
}
