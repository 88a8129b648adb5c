package io.tokentape.topology.watch;

import io.tokentape.topology.text.PhraseMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The companies and keywords that are watched. Starts from the lists shipped with the product, which hold from always, and
 * learns more at run time; for posts before a version's {@code effectiveAt} the version before it holds. Any number of
 * threads may read while others put: readers work on an immutable snapshot and never wait. One more name costs
 * microseconds, however many there are.
 */
public final class WatchList {
    /** Id of the keywords that are shipped. */
    public static final String SHIPPED_KEYWORDS = "keywords";

    /** Id of the words of urgency that are shipped. */
    public static final String SHIPPED_URGENCIES = "urgency";

    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final ListVersion[] NO_HISTORY = {};

    private final Map<String, Long> companies = new HashMap<>();
    private final Map<String, Long> rules = new HashMap<>();
    private String shippedRules;
    private ListVersion shipped;
    private volatile Snapshot snapshot = new Snapshot(LongTable.empty(), LongTable.empty());

    private WatchList() {}

    /** A list of nothing. */
    public static WatchList empty() {
        return new WatchList();
    }

    /** The lists that are shipped, to which others can be put. */
    public static WatchList shipped() {
        WatchList list = new WatchList();
        PhraseMap.read(WatchList.class, "companies.tsv", (id, names) -> {
            List<String> all = List.of(names.split("\\|"));
            list.put(new Company(id, null, all.get(0), all.subList(1, all.size()), false));
        });
        List<KeywordRules.Keyword> keywords = new ArrayList<>();
        PhraseMap.read(WatchList.class, "keywords.tsv", (phrase, rest) -> {
            String[] columns = rest.split("\t");
            keywords.add(new KeywordRules.Keyword(
                    phrase, Integer.parseInt(columns[0]), columns.length > 1 ? columns[1] : null));
        });
        list.ship(SHIPPED_KEYWORDS, keywords);
        return list;
    }

    /** The words that press, as keywords of a list of their own; the shipped ones, to which others can be put. */
    public static WatchList shippedUrgencies() {
        WatchList list = new WatchList();
        List<KeywordRules.Keyword> words = new ArrayList<>();
        PhraseMap.read(
                WatchList.class, "urgency.txt", (phrase, rest) -> words.add(new KeywordRules.Keyword(phrase, 1, null)));
        list.ship(SHIPPED_URGENCIES, words);
        return list;
    }

    private void ship(String id, List<KeywordRules.Keyword> keywords) {
        KeywordRules rules = new KeywordRules(id, null, true, keywords, false);
        shippedRules = id;
        shipped = ListVersion.of(rules);
        put(rules);
    }

    /**
     * Adds a version of a company; it replaces a version of the same {@code effectiveAt}.
     *
     * @throws IllegalArgumentException when one of its names cannot be looked for
     */
    public void put(Company company) {
        put(companies, company.id(), ListVersion.of(company));
    }

    /**
     * Adds a version of a list of keywords; it replaces a version of the same {@code effectiveAt}.
     *
     * @throws IllegalArgumentException when one of them cannot be looked for
     */
    public void put(KeywordRules list) {
        boolean shippedAgain = list.deleted() && list.id().equals(shippedRules);
        put(rules, list.id(), shippedAgain ? shipped.from(list.effectiveAt()) : ListVersion.of(list));
    }

    /** What a reader sees for the length of one post. */
    Snapshot snapshot() {
        return snapshot;
    }

    private synchronized void put(Map<String, Long> numbers, String id, ListVersion version) {
        long number = numbers.computeIfAbsent(id, added -> (companies.size() + rules.size() + 1) * SPREAD);
        ListVersion[] before = snapshot.history(number);
        ListVersion[] after = with(before, version);
        PhraseEdit edit = new PhraseEdit(snapshot.slots());
        for (Phrase phrase : version.senses().keySet()) {
            edit.add(phrase, number);
        }
        for (ListVersion gone : before) {
            if (gone.from() == version.from()) {
                for (Phrase phrase : gone.senses().keySet()) {
                    if (Arrays.stream(after).noneMatch(kept -> kept.senses().containsKey(phrase))) {
                        edit.remove(phrase, number);
                    }
                }
            }
        }
        snapshot = new Snapshot(edit.done(), snapshot.histories().with(Map.of(number, after)));
    }

    /** A history with a version added, by the time from which each holds. */
    private static ListVersion[] with(ListVersion[] history, ListVersion added) {
        int at = 0;
        while (at < history.length && history[at].from() < added.from()) {
            at++;
        }
        boolean replaces = at < history.length && history[at].from() == added.from();
        ListVersion[] grown = new ListVersion[history.length + (replaces ? 0 : 1)];
        System.arraycopy(history, 0, grown, 0, at);
        grown[at] = added;
        int rest = replaces ? at + 1 : at;
        System.arraycopy(history, rest, grown, at + 1, history.length - rest);
        return grown;
    }

    /**
     * The lists as of one moment of the process.
     *
     * @param slots by the hash of the beginnings of phrases
     * @param histories by the number of a company or rule, each by the time from which its versions hold
     */
    record Snapshot(LongTable<Slot> slots, LongTable<ListVersion[]> histories) {
        ListVersion[] history(long number) {
            ListVersion[] history = histories.get(number);
            return history == null ? NO_HISTORY : history;
        }

        /** The version of a list that holds at a time; null = none. */
        ListVersion version(long number, long atMillis) {
            ListVersion[] history = history(number);
            int low = 0;
            int high = history.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (history[middle].from() <= atMillis) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low == 0 ? null : history[low - 1];
        }
    }
}
