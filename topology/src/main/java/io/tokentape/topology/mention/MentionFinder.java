package io.tokentape.topology.mention;

import io.tokentape.topology.mention.Mention.Candidate;
import io.tokentape.topology.mention.Mention.Kind;
import io.tokentape.topology.mention.Mention.Part;
import io.tokentape.topology.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds the spans of a post that mean an asset. */
public final class MentionFinder {
    private final TokenRegistry registry;

    public MentionFinder(TokenRegistry registry) {
        this.registry = registry;
    }

    /** One mention per asset, in the order of the text. */
    public List<Mention> find(Words words, Part part, long atMillis) {
        TokenRegistry.Snapshot snapshot = registry.snapshot();
        List<Mention> mentions = new ArrayList<>();
        for (int word = 0; word < words.count(); word++) {
            int start = words.start(word) - 1;
            if (words.at(start) == '$' && words.hasLetter(word) && !words.hasDigit(word)) {
                String symbol = words.plain(words.start(word), words.end(word)).toUpperCase(Locale.ROOT);
                TokenEntry entry = null;
                for (TokenVersion version : snapshot.bySymbol(symbol)) {
                    if (version.holdsAt(atMillis)) {
                        entry = version.entry();
                        break;
                    }
                }
                boolean known = entry != null && entry.primary() != null;
                mentions.add(new Mention(
                        words.surface(start, words.end(word)),
                        part,
                        start,
                        words.end(word),
                        Kind.CASHTAG,
                        symbol,
                        known ? entry.name() : null,
                        known ? entry.id() : null,
                        known ? entry.primary() : null,
                        known ? 0.9 : 0.5,
                        false,
                        known ? List.of(new Candidate(entry.primary(), 0.9)) : List.of()));
            }
        }
        return mentions;
    }
}
