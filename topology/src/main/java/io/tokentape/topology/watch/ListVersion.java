package io.tokentape.topology.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A version of one list: what its phrases stand for.
 *
 * @param from epoch milliseconds from which it holds, {@link Long#MIN_VALUE} = always
 * @param senses by the key of the phrase
 */
record ListVersion(long from, Map<Phrase, List<Sense>> senses) {
    static ListVersion of(Company company) {
        Map<Phrase, List<Sense>> senses = new LinkedHashMap<>();
        if (!company.deleted()) {
            name(company.id(), company.name(), senses);
            company.aliases().forEach(alias -> name(company.id(), alias, senses));
        }
        return new ListVersion(millis(company.effectiveAt()), senses);
    }

    static ListVersion of(KeywordRules rules) {
        Map<Phrase, List<Sense>> senses = new LinkedHashMap<>();
        if (!rules.deleted() && rules.enabled()) {
            rules.keywords().forEach(keyword -> keyword(keyword, senses));
        }
        return new ListVersion(millis(rules.effectiveAt()), senses);
    }

    ListVersion from(Instant effectiveAt) {
        return new ListVersion(millis(effectiveAt), senses);
    }

    private static void name(String company, String text, Map<Phrase, List<Sense>> senses) {
        Phrase phrase = Phrase.of(text);
        boolean capital = Character.isUpperCase(text.strip().codePointAt(0));
        add(phrase, new Sense.Name(company, capital, false), senses);
        if (phrase.words() > 1) {
            add(phrase.glued(), new Sense.Name(company, false, true), senses);
        }
    }

    private static void keyword(KeywordRules.Keyword keyword, Map<Phrase, List<Sense>> senses) {
        Phrase phrase = Phrase.of(keyword.text());
        add(phrase, new Sense.Keyword(keyword.text(), keyword.tier(), keyword.language(), false), senses);
        if (phrase.words() > 1) {
            add(phrase.glued(), new Sense.Keyword(keyword.text(), keyword.tier(), keyword.language(), true), senses);
        }
    }

    private static void add(Phrase phrase, Sense sense, Map<Phrase, List<Sense>> senses) {
        senses.computeIfAbsent(phrase, p -> new ArrayList<>(1)).add(sense);
    }

    private static long millis(Instant effectiveAt) {
        return effectiveAt == null ? Long.MIN_VALUE : effectiveAt.toEpochMilli();
    }
}
