package io.tokentape.topology.signal;

import io.tokentape.topology.signal.Signal.Kind;
import io.tokentape.topology.text.Features;
import io.tokentape.topology.text.LinearModel;
import java.util.List;

/** Tells, as it was taught, calls from news of calls and from all else. Immutable. */
final class KindModel {
    /** What it tells apart, in the order of the model's outputs. */
    static final List<String> OUTPUTS = List.of("other", "signal", "update");

    static final String RESOURCE = "kind.model";

    private static final int OTHER = 0;
    private static final int SIGNAL = 1;
    private static final int UPDATE = 2;

    private final LinearModel model;

    KindModel(LinearModel model) {
        if (!model.outputs().equals(OUTPUTS)) {
            throw new IllegalArgumentException("not a model of kinds: " + model.outputs());
        }
        this.model = model;
    }

    static KindModel shipped() {
        return new KindModel(LinearModel.read(KindModel.class, RESOURCE));
    }

    /** @param named whether the text names an instrument: without one there is nothing to act on */
    Kind kind(Features features, boolean named) {
        double[] scores = model.scores(features);
        boolean update = scores[UPDATE] > scores[OTHER];
        if (named && scores[SIGNAL] > scores[update ? UPDATE : OTHER]) {
            return Kind.SIGNAL;
        }
        return update ? Kind.UPDATE : null;
    }
}
