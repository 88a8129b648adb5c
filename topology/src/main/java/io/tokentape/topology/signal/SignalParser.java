package io.tokentape.topology.signal;

import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads trading calls and what became of them. Goes through the text once; thread-safe. */
public final class SignalParser {
    private final PhraseMap<Cue> cues;
    private final PhraseMap<String> exchanges;
    private final PhraseMap<String> notBases;

    private SignalParser(PhraseMap<Cue> cues, PhraseMap<String> exchanges, PhraseMap<String> notBases) {
        this.cues = cues;
        this.exchanges = exchanges;
        this.notBases = notBases;
    }

    /** Reads the word lists that are shipped. */
    public static SignalParser shipped() {
        Map<String, Cue> cues = new HashMap<>();
        PhraseMap.read(SignalParser.class, "cues.tsv", (phrase, cue) -> cues.put(phrase, Cue.valueOf(cue)));
        Map<String, String> exchanges = new HashMap<>();
        PhraseMap.read(SignalParser.class, "exchanges.tsv", exchanges::put);
        return new SignalParser(
                PhraseMap.of(cues), PhraseMap.of(exchanges), PhraseMap.set(SignalParser.class, "not-bases.txt"));
    }

    /** The call in a text, or null when it is none. */
    public Signal parse(Post.Source source, Words text, List<Mention> mentions) {
        SignalScan scan = new SignalScan(text, cues, exchanges, notBases);
        scan.run();
        return scan.signal(source, mentions);
    }
}
