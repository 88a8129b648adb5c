package io.tokentape.topology.watch;

import java.util.HashMap;
import java.util.Map;

/** Changes to a table of phrases that become visible together. For use by one thread. */
final class PhraseEdit {
    private final LongTable<Slot> before;
    private final Map<Long, Slot> changed = new HashMap<>();

    PhraseEdit(LongTable<Slot> before) {
        this.before = before;
    }

    /** Notes that a list has a phrase. */
    void add(Phrase phrase, long list) {
        Slot slot = slot(phrase.hash());
        Slot.Listed listed = slot.end(phrase);
        if (listed == null) {
            changed.put(phrase.hash(), slot.with(new Slot.Listed(phrase, new long[] {list})));
            pass(phrase, 1);
        } else if (listed.at(list) < 0) {
            changed.put(phrase.hash(), slot.with(listed.with(list)));
        }
    }

    /** Notes that no version of a list has a phrase any more. */
    void remove(Phrase phrase, long list) {
        Slot slot = slot(phrase.hash());
        Slot.Listed listed = slot.end(phrase);
        if (listed != null && listed.at(list) >= 0) {
            Slot.Listed rest = listed.without(list);
            changed.put(phrase.hash(), slot.with(rest));
            if (rest.lists().length == 0) {
                pass(phrase, -1);
            }
        }
    }

    LongTable<Slot> done() {
        changed.replaceAll((hash, slot) -> slot.isEmpty() ? null : slot);
        return before.with(changed);
    }

    private void pass(Phrase phrase, int more) {
        for (int i = 0; i + 1 < phrase.words(); i++) {
            long hash = phrase.hashes()[i];
            changed.put(hash, slot(hash).passing(more));
        }
    }

    private Slot slot(long hash) {
        Slot slot = changed.containsKey(hash) ? changed.get(hash) : before.get(hash);
        return slot == null ? Slot.EMPTY : slot;
    }
}
