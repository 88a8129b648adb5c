package io.tokentape.topology.text;

import java.time.Instant;
import java.util.List;

/**
 * Finds the times that a text states and resolves them against the time of its post; what it understands is in
 * docs/notices.md. Thread-safe.
 */
public final class TimeExpressions {
    private final TimeWords terms;

    private TimeExpressions(TimeWords terms) {
        this.terms = terms;
    }

    /** Reads the word list that is shipped. */
    public static TimeExpressions shipped() {
        return new TimeExpressions(TimeWords.shipped());
    }

    /**
     * The times of the beginning of a text, in its order, none overlapping another.
     *
     * @param post when it was said
     * @param language ISO 639-1, decides what 6/7 means; null = unknown
     */
    public List<When> find(Words words, Instant post, String language) {
        TimeTokens tokens = TimeTokens.of(words, terms);
        return tokens == null ? List.of() : new TimeGrammar(tokens, post, language).read();
    }
}
