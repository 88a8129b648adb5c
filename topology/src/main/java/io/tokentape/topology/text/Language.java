package io.tokentape.topology.text;

import java.lang.Character.UnicodeBlock;
import java.util.HashMap;
import java.util.Map;

/** Guesses the language of a text from its script and from the small words of each language. */
public final class Language {
    /** More is not read: a guess does not get better. */
    private static final int WORDS_READ = 400;

    private static final int NONE = -1;

    private final String[] codes;
    private final PhraseMap<int[]> stopWords;

    private Language(String[] codes, PhraseMap<int[]> stopWords) {
        this.codes = codes;
        this.stopWords = stopWords;
    }

    /** Reads the word lists that are shipped. */
    public static Language shipped() {
        Map<String, Integer> indexes = new HashMap<>();
        Map<String, int[]> words = new HashMap<>();
        PhraseMap.read(Language.class, "stop-words.tsv", (code, list) -> {
            int index = indexes.computeIfAbsent(code, c -> indexes.size());
            for (String word : list.split(" ")) {
                words.merge(word, new int[] {index}, Language::both);
            }
        });
        String[] codes = new String[indexes.size()];
        indexes.forEach((code, index) -> codes[index] = code);
        return new Language(codes, PhraseMap.of(words));
    }

    /** ISO 639-1; null = undecided. */
    public String of(Words words) {
        int[] counts = new int[codes.length];
        int hangul = 0;
        int kana = 0;
        int han = 0;
        int arabic = 0;
        int cyrillic = 0;
        int latin = 0;
        int other = 0;
        int read = Math.min(words.count(), WORDS_READ);
        for (int word = 0; word < read; word++) {
            if (words.inLink(word) || words.inHandle(word) || !words.hasLetter(word)) {
                continue;
            }
            char c = words.at(words.start(word));
            if (c < 0x250) {
                latin++;
            } else {
                UnicodeBlock block = UnicodeBlock.of(c);
                if (block == UnicodeBlock.CYRILLIC) {
                    cyrillic++;
                } else if (block == UnicodeBlock.HANGUL_SYLLABLES) {
                    hangul++;
                } else if (block == UnicodeBlock.HIRAGANA || block == UnicodeBlock.KATAKANA) {
                    kana++;
                } else if (block == UnicodeBlock.CJK_UNIFIED_IDEOGRAPHS) {
                    han++;
                    kana += hasKana(words, word) ? 1 : 0;
                } else if (block == UnicodeBlock.ARABIC) {
                    arabic++;
                } else {
                    other++;
                }
            }
            int[] languages = stopWords.get(words, word);
            if (languages != null) {
                for (int language : languages) {
                    counts[language]++;
                }
            }
        }
        int letters = latin + cyrillic + hangul + kana + han + arabic + other;
        if (letters == 0) {
            return null;
        }
        if (hangul * 3 > letters) {
            return "ko";
        }
        if (kana * 3 > letters) {
            return "ja";
        }
        if (han * 3 > letters) {
            return "zh";
        }
        int best = NONE;
        int second = 0;
        for (int i = 0; i < counts.length; i++) {
            if (best == NONE || counts[i] > counts[best]) {
                second = best == NONE ? 0 : counts[best];
                best = i;
            } else if (counts[i] > second) {
                second = counts[i];
            }
        }
        if (best != NONE && counts[best] > second) {
            return codes[best];
        }
        if (cyrillic * 2 > letters) {
            return "ru";
        }
        return arabic * 2 > letters ? "ar" : null;
    }

    private static boolean hasKana(Words words, int word) {
        for (int i = words.start(word); i < words.end(word); i++) {
            char c = words.at(i);
            if (c >= 0x3040 && c <= 0x30FF) {
                return true;
            }
        }
        return false;
    }

    private static int[] both(int[] a, int[] b) {
        int[] all = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }
}
