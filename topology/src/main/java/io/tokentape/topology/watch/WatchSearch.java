package io.tokentape.topology.watch;

import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One search for what is watched in one post. */
final class WatchSearch {
    private static final int MOST = 32;

    private final WatchList.Snapshot lists;
    private final LongTable<Slot> slots;
    private final String language;
    private final long atMillis;
    private List<CompanySpan> companies;
    private List<KeywordSpan> keywords;

    /** What has been found at the word where the search stands, and how many words of it. */
    private Set<String> names;

    private int nameWords;
    private Sense.Keyword keyword;
    private int keywordWords;

    WatchSearch(WatchList.Snapshot lists, String language, long atMillis) {
        this.lists = lists;
        this.slots = lists.slots();
        this.language = language;
        this.atMillis = atMillis;
    }

    Watched find(Words title, Words text) {
        if (title != null) {
            read(title, Mention.Part.TITLE);
        }
        read(text, Mention.Part.TEXT);
        return companies == null && keywords == null
                ? Watched.NOTHING
                : new Watched(companies == null ? List.of() : companies, keywords == null ? List.of() : keywords);
    }

    private void read(Words words, Mention.Part part) {
        int count = words.count();
        int nameFree = 0;
        int keywordFree = 0;
        for (int word = 0; word < count; word++) {
            Slot slot = slots.get(words.hash(word));
            if (slot == null || words.inLink(word) || words.inHandle(word)) {
                continue;
            }
            look(words, word, slot);
            if (nameWords > 0 && word >= nameFree) {
                takeNames(words, word, part);
                nameFree = word + nameWords;
            }
            if (keywordWords > 0 && word >= keywordFree) {
                takeKeyword(words, word, part);
                keywordFree = word + keywordWords;
            }
        }
    }

    /** Notes the longest name and the longest keyword that begin at a word. */
    private void look(Words words, int first, Slot beginning) {
        nameWords = 0;
        keywordWords = 0;
        StringBuilder key = null;
        Slot slot = beginning;
        long hash = words.hash(first);
        int last = first;
        while (true) {
            if (slot.ends().length > 0) {
                key = spell(words, first, last, key);
                for (Slot.Listed end : slot.ends()) {
                    if (end.phrase().key().contentEquals(key)) {
                        senses(words, first, last, end);
                    }
                }
            }
            if (slot.through() == 0 || last + 1 >= words.count()) {
                return;
            }
            String marks = Gap.after(words, last);
            if (marks == Gap.BROKEN) {
                return;
            }
            last++;
            hash = Words.join(Gap.join(hash, marks), words.hash(last));
            slot = slots.get(hash);
            if (slot == null) {
                return;
            }
        }
    }

    private static StringBuilder spell(Words words, int first, int last, StringBuilder reused) {
        StringBuilder key = reused == null ? new StringBuilder() : reused;
        key.setLength(0);
        key.append(words.lower(first));
        for (int word = first + 1; word <= last; word++) {
            Gap.append(key, Gap.after(words, word - 1));
            key.append(words.lower(word));
        }
        return key;
    }

    private void senses(Words words, int first, int last, Slot.Listed end) {
        boolean hashtag = words.at(words.start(first) - 1) == '#';
        boolean capital = hashtag || words.startsUpper(first) || words.hasDigit(first);
        int length = last - first + 1;
        for (long number : end.lists()) {
            ListVersion version = lists.version(number, atMillis);
            List<Sense> senses = version == null ? null : version.senses().get(end.phrase());
            if (senses == null) {
                continue;
            }
            for (Sense sense : senses) {
                if (sense.hashtagOnly() && !hashtag) {
                    continue;
                }
                if (sense instanceof Sense.Name name) {
                    if (capital || !name.capital()) {
                        note(name, length);
                    }
                } else if (sense instanceof Sense.Keyword found
                        && (found.language() == null || found.language().equals(language))) {
                    note(found, length);
                }
            }
        }
    }

    private void note(Sense.Name name, int length) {
        if (length > nameWords) {
            nameWords = length;
            names = new TreeSet<>();
        }
        names.add(name.company());
    }

    private void note(Sense.Keyword found, int length) {
        if (length > keywordWords
                || found.tier() < keyword.tier()
                || found.tier() == keyword.tier() && found.text().compareTo(keyword.text()) < 0) {
            keywordWords = length;
            keyword = found;
        }
    }

    private void takeNames(Words words, int word, Mention.Part part) {
        if (companies == null) {
            companies = new ArrayList<>();
        }
        for (String name : names) {
            if (companies.size() < MOST
                    && companies.stream().noneMatch(span -> span.company().equals(name))) {
                companies.add(new CompanySpan(name, part, words.start(word), words.end(word + nameWords - 1)));
            }
        }
    }

    private void takeKeyword(Words words, int word, Mention.Part part) {
        if (keywords == null) {
            keywords = new ArrayList<>();
        }
        String text = keyword.text();
        if (keywords.size() < MOST
                && keywords.stream().noneMatch(span -> span.text().equals(text))) {
            keywords.add(
                    new KeywordSpan(text, keyword.tier(), part, words.start(word), words.end(word + keywordWords - 1)));
        }
    }
}
