package io.tokentape.topology.signal;

import io.tokentape.topology.signal.Signal.Level;
import io.tokentape.topology.signal.Signal.Unit;

/** The prices that stand right behind the instrument of a call that names no entry: "#ABC 1700-1800". */
final class ImpliedEntries {
    private static final int MOST = 4;

    private ImpliedEntries() {}

    /** @param instrument its last word; -1 = not known */
    static void add(CallTokens tokens, int instrument, CallReading call) {
        if (instrument < 0 || !call.entries.isEmpty() || !call.current.isEmpty() || !call.hasAims()) {
            return;
        }
        int token = 0;
        while (token < tokens.count() && tokens.word(token) <= instrument) {
            token++;
        }
        for (int number = token; number < tokens.count() && number - token < MOST; number++) {
            Figure figure = tokens.figure(number);
            boolean goesOn = number == token ? !tokens.startsLine(number) : tokens.joined(number);
            if (figure == null || !goesOn || figure.unit() != Unit.PRICE || tokens.isCounted(number)) {
                return;
            }
            if (figure.start() >= call.levelsStart || figure.value() == 0) {
                return;
            }
            call.entries.add(new Level(figure.value(), Unit.PRICE));
            call.decimals = Math.max(call.decimals, figure.decimals());
        }
    }
}
