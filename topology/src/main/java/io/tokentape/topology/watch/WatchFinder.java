package io.tokentape.topology.watch;

import io.tokentape.topology.text.Words;

/** Finds the watched companies and keywords of a post. Safe for use by many threads. */
public final class WatchFinder {
    private final WatchList list;

    public WatchFinder(WatchList list) {
        this.list = list;
    }

    /**
     * One pass over all words; the cost does not depend on how many names there are. Of overlapping names, and of
     * overlapping keywords, the first and then the longest is taken.
     *
     * @param title null = none
     * @param language of the post, ISO 639-1; null = undecided, so that keywords of one language are not looked for
     * @param atMillis the post's time: lists are read as of it
     */
    public Watched find(Words title, Words text, String language, long atMillis) {
        return new WatchSearch(list.snapshot(), language, atMillis).find(title, text);
    }
}
