package io.tokentape.topology.mention;

import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Words;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names of the largest coins in other scripts. These languages glue endings, particles or whole sentences to a name, so
 * a name is looked for within a word, by its first letter.
 */
final class ForeignNames {
    static final ForeignNames SHIPPED = new ForeignNames();

    private static final char FIRST_LETTER = '\u0400';

    /**
     * A name with the slug of its token.
     *
     * @param doubtful true: it is another word too, and counts only in a text about crypto
     */
    record Name(String text, String token, boolean doubtful) {}

    private final Map<Character, List<Name>> byFirst = new HashMap<>();

    /** The first letters, for a quick no. */
    private final BitSet first = new BitSet();

    private ForeignNames() {
        PhraseMap.read(ForeignNames.class, "foreign-names.tsv", (text, rest) -> {
            int tab = rest.indexOf('\t');
            String token = tab < 0 ? rest : rest.substring(0, tab);
            byFirst.computeIfAbsent(text.charAt(0), letter -> new ArrayList<>()).add(new Name(text, token, tab >= 0));
        });
        byFirst.keySet().forEach(first::set);
        byFirst.values()
                .forEach(names -> names.sort(
                        Comparator.comparingInt((Name name) -> -name.text().length())
                                .thenComparing(Name::text)));
    }

    /** Whether words that begin with the letter are of such a script. */
    static boolean mayBe(char letter) {
        return letter >= FIRST_LETTER;
    }

    /** Whether a script writes sentences without spaces, so that a name may begin anywhere in a word. */
    static boolean runsOn(char letter) {
        return letter >= '\u3040' && letter < '\uAC00' || letter >= '\u0E00' && letter < '\u0E80';
    }

    /** The longest name that the folded text has at an offset, within a word; or null. */
    Name at(Words words, int offset, int end) {
        char letter = words.lowerAt(offset);
        if (!first.get(letter)) {
            return null;
        }
        for (Name name : byFirst.get(letter)) {
            if (spells(words, offset, end, name.text())) {
                return name;
            }
        }
        return null;
    }

    private static boolean spells(Words words, int offset, int end, String text) {
        if (end - offset < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (words.lowerAt(offset + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
