package io.tokentape.topology.event;

import io.tokentape.topology.text.LinearModel;
import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.ReadPost;
import io.tokentape.topology.text.When;
import io.tokentape.topology.text.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says how likely a text belongs to a coordinated pump, by a model trained as docs/models/pump.md says, and when the pump
 * begins. Thread-safe.
 */
public final class PumpDetector {
    static final List<String> OUTPUTS = List.of("pump");

    static final String RESOURCE = "pump.model";

    /** Texts of less are not worth carrying on. */
    static final double LEAST_SCORE = 0.2;

    /** Pumps are not announced longer ahead. */
    private static final Duration AHEAD = Duration.ofDays(7);

    /** The message that begins a pump may state its minute. */
    private static final Duration BEHIND = Duration.ofMinutes(2);

    /** A countdown without further words stands at the beginning. */
    private static final int BEGINNING = 8;

    private static final int MOST_DIGITS = 3;

    private final LinearModel model;
    private final PhraseMap<Duration> units;

    PumpDetector(LinearModel model) {
        if (!model.outputs().equals(OUTPUTS)) {
            throw new IllegalArgumentException("not a model of pumps: " + model.outputs());
        }
        this.model = model;
        Map<String, Duration> read = new HashMap<>();
        PhraseMap.read(PumpDetector.class, "countdown-units.tsv", (word, unit) -> read.put(word, Duration.parse(unit)));
        this.units = PhraseMap.of(read);
    }

    /** The model that ships with the product. */
    public static PumpDetector shipped() {
        return new PumpDetector(LinearModel.read(PumpDetector.class, RESOURCE));
    }

    /**
     * What a post says of a pump; null = nothing worth mentioning.
     *
     * @param times that the text states
     */
    public Pump find(ReadPost post, List<When> times) {
        double score = score(post);
        return score < LEAST_SCORE ? null : new Pump(score, start(post.post().at(), post.text(), times));
    }

    /** 0..1 in thousandths. */
    double score(ReadPost post) {
        double odds = 1 / (1 + StrictMath.exp(-model.scores(post.features())[0]));
        return StrictMath.rint(odds * 1000) / 1000;
    }

    /** The first moment ahead, else what a countdown at the beginning leaves; null = neither. */
    private Instant start(Instant at, Words text, List<When> times) {
        Instant first = null;
        for (When time : times) {
            Instant moment = time.from() == null ? time.until() : time.from();
            boolean near = moment.isAfter(at.minus(BEHIND)) && moment.isBefore(at.plus(AHEAD));
            if (time.timed() && near && (first == null || moment.isBefore(first))) {
                first = moment;
            }
        }
        return first == null ? countdown(at, text) : first;
    }

    private Instant countdown(Instant at, Words text) {
        int last = Math.min(BEGINNING, text.count()) - 1;
        for (int word = 0; word < last; word++) {
            Duration unit = units.get(text, word + 1);
            int count = unit == null ? -1 : number(text, word);
            if (count >= 0) {
                return at.plus(unit.multipliedBy(count));
            }
        }
        return null;
    }

    /** -1 = not a small number. */
    private static int number(Words text, int word) {
        if (text.length(word) > MOST_DIGITS) {
            return -1;
        }
        int number = 0;
        for (int i = text.start(word); i < text.end(word); i++) {
            char c = text.at(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = 10 * number + c - '0';
        }
        return number;
    }
}
