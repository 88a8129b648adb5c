package io.tokentape.topology.notice;

import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Knows exchanges and launchpads, and finds at which one something happens. Immutable. */
final class Venues {
    private static final int DOES_IT = 3;
    private static final int PLACE = 2;
    private static final int NAMED = 1;

    private static final int GLUED_READ = 1000;

    /** From here on words of a script may stand without spaces between. */
    private static final char GLUED = '\u2E80';

    private final List<Map.Entry<String, String>> gluedNames;
    private final PhraseMap<String> names;
    private final PhraseMap<String> verbs;
    private final PhraseMap<String> places;

    private Venues(
            List<Map.Entry<String, String>> gluedNames,
            PhraseMap<String> names,
            PhraseMap<String> verbs,
            PhraseMap<String> places) {
        this.gluedNames = List.copyOf(gluedNames);
        this.names = names;
        this.verbs = verbs;
        this.places = places;
    }

    static Venues shipped() {
        Map<String, String> names = new HashMap<>();
        List<Map.Entry<String, String>> glued = new ArrayList<>();
        PhraseMap.read(Venues.class, "venues.tsv", (name, venue) -> {
            names.put(name, venue);
            if (name.charAt(0) >= GLUED) {
                glued.add(Map.entry(name, venue));
            }
        });
        return new Venues(
                glued,
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
        venue = venue == null ? in(text) : venue;
        return venue == null ? glued(title == null ? text : title) : venue;
    }

    /** A venue whose name stands in a script without spaces between words; null = none. */
    private String glued(Words words) {
        String beginning = words.original().substring(0, Math.min(words.size(), GLUED_READ));
        String best = null;
        int first = beginning.length();
        for (Map.Entry<String, String> name : gluedNames) {
            int at = beginning.indexOf(name.getKey());
            if (at >= 0 && at < first) {
                first = at;
                best = name.getValue();
            }
        }
        return best;
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
