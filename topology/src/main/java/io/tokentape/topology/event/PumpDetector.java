package io.tokentape.topology.event;

import io.tokentape.topology.text.LinearModel;
import io.tokentape.topology.text.ReadPost;
import java.util.List;

/**
 * Says how likely a text belongs to a coordinated pump: its announcement, its countdown, the coin to buy, its results. Judged
 * by the text alone with a model trained as docs/models/pump.md says. Thread-safe.
 */
public final class PumpDetector {
    static final List<String> OUTPUTS = List.of("pump");

    static final String RESOURCE = "pump.model";

    private final LinearModel model;

    PumpDetector(LinearModel model) {
        if (!model.outputs().equals(OUTPUTS)) {
            throw new IllegalArgumentException("not a model of pumps: " + model.outputs());
        }
        this.model = model;
    }

    /** The model that ships with the product. */
    public static PumpDetector shipped() {
        return new PumpDetector(LinearModel.read(PumpDetector.class, RESOURCE));
    }

    /** 0..1; from 0.5 the text rather belongs to a pump than not. */
    public double score(ReadPost post) {
        double odds = 1 / (1 + StrictMath.exp(-model.scores(post.features())[0]));
        return StrictMath.rint(odds * 1000) / 1000;
    }
}
