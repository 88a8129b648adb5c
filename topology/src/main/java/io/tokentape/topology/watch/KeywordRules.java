package io.tokentape.topology.watch;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One version of a list of keywords.
 *
 * @param id lower-case slug, unique among rules
 * @param effectiveAt from when this version holds; null = always
 * @param enabled false: none of its keywords is looked for
 * @param deleted true: from {@code effectiveAt} on what was shipped under the id holds again, or nothing
 */
public record KeywordRules(String id, Instant effectiveAt, boolean enabled, List<Keyword> keywords, boolean deleted) {
    private static final int LOWEST_TIER = 3;

    /**
     * A word or phrase that is looked for.
     *
     * @param text lower case
     * @param tier 1 (makes a post relevant), 2 or 3
     * @param language ISO 639-1 of the posts it is looked for in; null = all
     */
    public record Keyword(String text, int tier, String language) {
        public Keyword {
            Objects.requireNonNull(text, "text");
            if (tier < 1 || tier > LOWEST_TIER) {
                throw new IllegalArgumentException("tier out of 1..3: " + tier);
            }
        }
    }

    public KeywordRules {
        Objects.requireNonNull(id, "id");
        keywords = List.copyOf(keywords);
    }
}
