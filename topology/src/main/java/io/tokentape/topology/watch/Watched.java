package io.tokentape.topology.watch;

import java.util.List;

/**
 * What a post has of what is watched.
 *
 * @param companies each once, where it is named first
 * @param keywords each once, where it stands first
 */
public record Watched(List<CompanySpan> companies, List<KeywordSpan> keywords) {
    static final Watched NOTHING = new Watched(List.of(), List.of());

    public Watched {
        companies = List.copyOf(companies);
        keywords = List.copyOf(keywords);
    }

    /** Whether it has a keyword of tier 1, which makes it relevant. */
    public boolean hasTier1() {
        for (KeywordSpan keyword : keywords) {
            if (keyword.tier() == 1) {
                return true;
            }
        }
        return false;
    }
}
