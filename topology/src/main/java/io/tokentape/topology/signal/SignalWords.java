package io.tokentape.topology.signal;

import io.tokentape.topology.text.PhraseMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The words that the grammar of calls knows, in all its languages.
 *
 * @param exchanges names of exchanges and the one under which each is reported
 * @param notBases hashtags and capitals of calls that name no instrument
 */
record SignalWords(PhraseMap<Cue> cues, PhraseMap<String> exchanges, PhraseMap<String> notBases) {
    static SignalWords shipped() {
        Map<String, Cue> cues = new HashMap<>();
        PhraseMap.read(SignalWords.class, "cues.tsv", (phrase, cue) -> cues.put(phrase, Cue.valueOf(cue)));
        Map<String, String> exchanges = new HashMap<>();
        PhraseMap.read(SignalWords.class, "exchanges.tsv", exchanges::put);
        return new SignalWords(
                PhraseMap.of(cues), PhraseMap.of(exchanges), PhraseMap.set(SignalWords.class, "not-bases.txt"));
    }
}
