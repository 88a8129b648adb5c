package io.tokentape.topology.signal;

import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.signal.Signal.Kind;
import io.tokentape.topology.signal.Signal.Unit;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.Words;
import java.util.List;

/** Tells calls from news of a call and from all else. */
final class KindRules {
    private static final int SHORT_TEXT = 60;

    /** A text that names this many instruments is a list of results. */
    private static final int RECAP = 3;

    private KindRules() {}

    static Kind kind(Post.Source source, Words words, List<Mention> mentions, CallReading call, Instrument instrument) {
        if (!call.hasLevels() && !call.anySide() && call.news == 0 && call.hints == 0 && call.pumpAt < 0) {
            return null;
        }
        boolean spoken = source == Post.Source.TELEGRAM;
        if (isOver(call)) {
            boolean sure = spoken || instrument != null && call.ticks + call.news > 1;
            return sure && isUpdate(words, mentions, call, instrument) ? Kind.UPDATE : null;
        }
        return instrument != null && isCall(spoken, words, call, instrument) ? Kind.SIGNAL : null;
    }

    private static boolean isOver(CallReading call) {
        boolean whole = !call.entries.isEmpty() && call.hasAims() && call.ticks == 0;
        if (whole && (!call.stops.isEmpty() || call.news < 2)) {
            return false;
        }
        return call.ticks > 0
                || call.news > 0
                || call.realised > 0
                || call.hints > 0 && (call.profitSaid || call.anySide());
    }

    private static boolean isUpdate(Words words, List<Mention> mentions, CallReading call, Instrument instrument) {
        if (instruments(mentions) >= RECAP) {
            return false;
        }
        boolean named = instrument != null;
        return call.ticks > 0 && (named || !call.targets.isEmpty())
                || call.news > 0 && (call.anySide() || call.profitSaid || !call.targets.isEmpty() || named)
                || call.realised > 0 && named
                || call.hints > 0
                        && named
                        && instrument.strong()
                        && words.count() < SHORT_TEXT
                        && (call.profitSaid || call.anySide());
    }

    static int instruments(List<Mention> mentions) {
        int instruments = 0;
        for (Mention mention : mentions) {
            instruments += mention.kind() == Mention.Kind.PAIR || mention.kind() == Mention.Kind.HASHTAG ? 1 : 0;
        }
        return instruments;
    }

    private static boolean isCall(boolean spoken, Words words, CallReading call, Instrument instrument) {
        boolean aims = call.hasAims();
        if (!spoken) {
            return !call.entries.isEmpty() && aims;
        }
        boolean pricedAims = call.targets.stream().anyMatch(level -> level.unit() == Unit.PRICE);
        boolean isCall = aims && (!call.entries.isEmpty() || call.anySide() || !call.stops.isEmpty())
                || !call.entries.isEmpty() && (call.anySide() || !call.stops.isEmpty())
                || call.targets.size() > 1
                || !call.stops.isEmpty() && call.anySide();
        if (isCall) {
            return instrument.strong() || !call.entries.isEmpty() || pricedAims;
        }
        return instrument.strong() && (call.pumpAt >= 0 || call.anySide() && words.count() < SHORT_TEXT);
    }
}
