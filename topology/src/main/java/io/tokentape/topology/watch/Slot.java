package io.tokentape.topology.watch;

import java.util.Arrays;

/**
 * What the table holds for the words that have one hash.
 *
 * @param through how many phrases begin with these words and go on
 * @param ends the phrases that these words are
 */
record Slot(int through, Listed[] ends) {
    private static final Listed[] NO_ENDS = {};
    static final Slot EMPTY = new Slot(0, NO_ENDS);

    /** A phrase and the numbers of the lists that have it, in some version. */
    record Listed(Phrase phrase, long[] lists) {
        int at(long list) {
            for (int i = 0; i < lists.length; i++) {
                if (lists[i] == list) {
                    return i;
                }
            }
            return -1;
        }

        Listed with(long list) {
            long[] more = Arrays.copyOf(lists, lists.length + 1);
            more[lists.length] = list;
            return new Listed(phrase, more);
        }

        Listed without(long list) {
            return new Listed(
                    phrase, Arrays.stream(lists).filter(other -> other != list).toArray());
        }
    }

    boolean isEmpty() {
        return through == 0 && ends.length == 0;
    }

    /** Null = no list has it. */
    Listed end(Phrase phrase) {
        for (Listed end : ends) {
            if (end.phrase().equals(phrase)) {
                return end;
            }
        }
        return null;
    }

    Slot passing(int more) {
        return new Slot(through + more, ends);
    }

    /** With a phrase as given now; one that no list has any more is left out. */
    Slot with(Listed listed) {
        Listed[] others = Arrays.stream(ends)
                .filter(end -> !end.phrase().equals(listed.phrase()))
                .toArray(Listed[]::new);
        if (listed.lists().length == 0) {
            return new Slot(through, others);
        }
        Listed[] all = Arrays.copyOf(others, others.length + 1);
        all[others.length] = listed;
        return new Slot(through, all);
    }
}
