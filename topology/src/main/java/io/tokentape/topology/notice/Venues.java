package io.tokentape.topology.notice;

import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.Words;
import java.util.HashMap;
import java.util.Map;

/** Knows exchanges and launchpads, and finds at which one something happens. Immutable. */
final class Venues {
    private static final int DOES_IT = 3;
    private static final int PLACE = 2;
    private static final int NAMED = 1;

    private final PhraseMap<String> names;
    private final PhraseMap<String> verbs;
    private final PhraseMap<String> places;

    private Venues(PhraseMap<String> names, PhraseMap<String> verbs, PhraseMap<String> places) {
        this.names = names;
        this.verbs = verbs;
        this.places = places;
    }

    static Venues shipped() {
        Map<String, String> names = new HashMap<>();
        PhraseMap.read(Venues.class, "venues.tsv", names::put);
        return new Venues(
                PhraseMap.of(names),
                PhraseMap.set(Venues.class, "venue-verbs.txt"),
                PhraseMap.set(Venues.class, "venue-places.txt"));
    }

    /** Lower case; null = none named. */
    String of(Post post, Words title, Words text) {
        String venue = title == null ? null : in(title);
        if (venue == null && post.source() == Post.Source.ANNOUNCEMENT && post.channel() != null) {
            venue = in(Words.of(post.channel())); // an exchange speaks of itself
        }
        return venue == null ? in(text) : venue;
    }

    /** The name of a venue that begins at a word; null = none does. */
    PhraseMap.Phrase<String> at(Words words, int word) {
        return names.longest(words, word);
    }

    /** The first that does something, else the first said to be the place, else the first one named. */
    private String in(Words words) {
        int read = Math.min(words.count(), NoticeReader.WORDS_READ);
        String best = null;
        int bestRank = 0;
        int word = 0;
        while (word < read && bestRank < DOES_IT) {
            PhraseMap.Phrase<String> name =
                    words.inHandle(word) && words.at(words.start(word) - 1) != '@' ? null : names.longest(words, word);
            if (name == null) {
                word++;
                continue;
            }
            int next = word + name.words();
            boolean does = next < words.count()
                    && words.start(next) - words.end(next - 1) <= 2
                    && verbs.longest(words, next) != null;
            boolean place =
                    word > 0 && places.longest(words, word - 1) != null || words.at(words.start(word) - 1) == '@';
            int rank = words.inLink(word) ? NAMED : does ? DOES_IT : place ? PLACE : NAMED;
            if (rank > bestRank) {
                best = name.value();
                bestRank = rank;
            }
            word = next;
        }
        return best;
    }
}
