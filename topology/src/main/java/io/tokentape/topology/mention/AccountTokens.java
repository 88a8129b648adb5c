package io.tokentape.topology.mention;

import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Post;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Which token an account speaks for: founders, projects' own accounts. Immutable. */
public final class AccountTokens {
    private static final AccountTokens SHIPPED = read();

    private final Map<String, String> tokens;

    private AccountTokens(Map<String, String> tokens) {
        this.tokens = Map.copyOf(tokens);
    }

    public static AccountTokens shipped() {
        return SHIPPED;
    }

    /** Registry slug of the token; null = none known. Only of tweets: handles of other sources mean other people. */
    public String tokenOf(Post.Source source, String author) {
        if (source != Post.Source.TWEET) {
            return null;
        }
        String handle = author.startsWith("@") ? author.substring(1) : author;
        return tokens.get(handle.toLowerCase(Locale.ROOT));
    }

    private static AccountTokens read() {
        Map<String, String> tokens = new HashMap<>();
        PhraseMap.read(
                AccountTokens.class,
                "account-tokens.tsv",
                (handle, token) -> tokens.put(handle.toLowerCase(Locale.ROOT), token));
        return new AccountTokens(tokens);
    }
}
