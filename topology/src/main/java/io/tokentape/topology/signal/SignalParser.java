package io.tokentape.topology.signal;

import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.signal.Signal.Kind;
import io.tokentape.topology.signal.Signal.Market;
import io.tokentape.topology.signal.Signal.Side;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.Words;
import java.util.List;

/**
 * Reads trading calls and what became of them: words to {@link CallTokens}, numbers to roles ({@link RoleReader}), then
 * the instrument, the kind of text and what does not fit. Goes through the text once; thread-safe.
 */
public final class SignalParser {
    private final SignalWords vocabulary;

    private SignalParser(SignalWords vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** Reads the word lists that are shipped. */
    public static SignalParser shipped() {
        return new SignalParser(SignalWords.shipped());
    }

    /** The features of a text's kind, for training; null = the text does not speak of trading. */
    long[] features(Post.Source source, Words text, List<Mention> mentions) {
        CallTokens tokens = CallTokens.of(text, vocabulary);
        if (!tokens.speaksOfTrading()) {
            return null;
        }
        CallReading call = RoleReader.read(tokens);
        InstrumentFinder finder = new InstrumentFinder(text, vocabulary, call);
        Instrument instrument = finder.find(mentions);
        ImpliedEntries.add(tokens, finder.lastWord(), call);
        Kind ruled = KindRules.kind(source, text, mentions, call, instrument);
        return KindFeatures.of(tokens, call, instrument, KindRules.instruments(mentions), ruled);
    }

    /** The call in a text, or news of one; null when it is neither. */
    public Signal parse(Post.Source source, Words text, List<Mention> mentions) {
        CallTokens tokens = CallTokens.of(text, vocabulary);
        if (!tokens.speaksOfTrading()) {
            return null;
        }
        CallReading call = RoleReader.read(tokens);
        InstrumentFinder finder = new InstrumentFinder(text, vocabulary, call);
        Instrument instrument = finder.find(mentions);
        ImpliedEntries.add(tokens, finder.lastWord(), call);
        Kind kind = KindRules.kind(source, text, mentions, call, instrument);
        if (kind == null) {
            return null;
        }
        return kind == Kind.UPDATE ? update(tokens, instrument) : call(tokens, call, instrument);
    }

    private static Signal call(CallTokens tokens, CallReading call, Instrument instrument) {
        Side side = call.opensShort() ? Side.SHORT : Side.LONG;
        call.settle();
        return new Signal(
                Kind.SIGNAL,
                instrument.market(),
                instrument.base(),
                instrument.quote(),
                side,
                call.entries,
                call.targets,
                call.stops,
                call.leverageLow(),
                call.leverageHigh(),
                tokens.exchange(),
                Geometry.problems(call, side));
    }

    private static Signal update(CallTokens tokens, Instrument instrument) {
        return new Signal(
                Kind.UPDATE,
                instrument == null ? Market.CRYPTO : instrument.market(),
                instrument == null ? null : instrument.base(),
                instrument == null ? null : instrument.quote(),
                null,
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                tokens.exchange(),
                List.of());
    }
}
