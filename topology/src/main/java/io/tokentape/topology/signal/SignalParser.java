package io.tokentape.topology.signal;

import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.signal.Signal.Kind;
import io.tokentape.topology.signal.Signal.Market;
import io.tokentape.topology.signal.Signal.Side;
import io.tokentape.topology.text.Features;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.Words;
import java.util.List;

/**
 * Reads trading calls and what became of them: words to {@link CallTokens}, numbers to roles ({@link RoleReader}), then
 * the instrument, the kind of text and what does not fit. Goes through the text once; thread-safe.
 */
public final class SignalParser {
    private final SignalWords vocabulary;
    private final KindModel kinds;

    SignalParser(SignalWords vocabulary, KindModel kinds) {
        this.vocabulary = vocabulary;
        this.kinds = kinds;
    }

    /** Reads the word lists and the model that are shipped. */
    public static SignalParser shipped() {
        return new SignalParser(SignalWords.shipped(), KindModel.shipped());
    }

    /** The call in a text, or news of one; null when it is neither. */
    public Signal parse(Post.Source source, Words text, List<Mention> mentions) {
        CallTokens tokens = CallTokens.of(text, vocabulary);
        if (!tokens.speaksOfTrading()) {
            return null;
        }
        CallReading call = RoleReader.read(tokens);
        Instrument instrument = instrument(tokens, call, mentions);
        Kind kind = KindRules.kind(source, text, mentions, call, instrument);
        if (source == Post.Source.TELEGRAM) {
            Features features = KindFeatures.of(tokens, call, instrument, mentions, kind);
            kind = kinds.kind(features, instrument != null);
        }
        if (kind == null) {
            return null;
        }
        return kind == Kind.UPDATE ? update(tokens, call, instrument) : call(tokens, call, instrument);
    }

    /** What the kind of a Telegram text is learned from; null = the text does not speak of trading. */
    Features kindFeatures(Words text, List<Mention> mentions) {
        CallTokens tokens = CallTokens.of(text, vocabulary);
        if (!tokens.speaksOfTrading()) {
            return null;
        }
        CallReading call = RoleReader.read(tokens);
        Instrument instrument = instrument(tokens, call, mentions);
        Kind ruled = KindRules.kind(Post.Source.TELEGRAM, text, mentions, call, instrument);
        return KindFeatures.of(tokens, call, instrument, mentions, ruled);
    }

    private Instrument instrument(CallTokens tokens, CallReading call, List<Mention> mentions) {
        InstrumentFinder finder = new InstrumentFinder(tokens.words(), vocabulary, call, mentions);
        call.adoptUnnamed();
        Instrument instrument = finder.find();
        ImpliedEntries.add(tokens, finder.lastWord(), call);
        return instrument;
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
                Geometry.problems(call, side),
                null);
    }

    private static Signal update(CallTokens tokens, CallReading call, Instrument instrument) {
        return new Signal(
                Kind.UPDATE,
                instrument == null ? Market.CRYPTO : instrument.market(),
                instrument == null ? null : instrument.base(),
                instrument == null ? null : instrument.quote(),
                null,
                List.of(),
                List.of(),
                List.of(),
                call.leverageLow(),
                call.leverageHigh(),
                tokens.exchange(),
                List.of(),
                CallNewsReader.read(tokens));
    }
}
