package io.tokentape.topology.event;

import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.signal.Signal;
import io.tokentape.topology.text.LinearModel;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.ReadPost;
import java.util.List;
import java.util.Locale;

/**
 * Says what a post is about: of an exchange's notice what its title says, of all others what a model trained on posts
 * labelled by hand finds most likely. Thread-safe.
 */
public final class EventClassifier {
    /** The setting of a model by which scores are divided, so that what it says at 0.7 is right seven times in ten. */
    static final String TEMPERATURE = "temperature";

    /** Begins the settings by which the scores of a kind are lifted: rare kinds would hardly be found otherwise. */
    static final String LIFT = "lift.";

    /** How often a notice is what its title says. */
    static final double TITLE_CONFIDENCE = 0.95;

    private static final Event.Type[] TYPES = Event.Type.values();

    private final LinearModel model;
    private final EventInputs inputs;
    private final NoticeHeads heads;
    private final int[] types;
    private final double[] lifts;
    private final double temperature;

    EventClassifier(LinearModel model, EventInputs inputs, NoticeHeads heads) {
        if (!model.inputs().equals(inputs.names())) {
            throw new IllegalStateException("the event model was trained on other inputs");
        }
        this.model = model;
        this.inputs = inputs;
        this.heads = heads;
        this.types = types(model.outputs());
        this.lifts = lifts(model);
        this.temperature = model.setting(TEMPERATURE);
    }

    /** The model that ships with the product. */
    public static EventClassifier shipped() {
        return new EventClassifier(
                LinearModel.read(EventClassifier.class, "event.model"), EventInputs.shipped(), NoticeHeads.shipped());
    }

    /** @param signal null = none */
    public EventOdds classify(ReadPost post, List<Mention> mentions, Signal signal) {
        if (post.post().source() == Post.Source.ANNOUNCEMENT) {
            Event.Type said = heads.type(post);
            if (said != null) {
                return EventOdds.of(new Event(said, TITLE_CONFIDENCE));
            }
        }
        return odds(scores(model, lifts, post, inputs.of(post, mentions, signal)), types, temperature);
    }

    /** The places of kinds among all kinds, by their names. */
    static int[] types(List<String> names) {
        return names.stream()
                .mapToInt(name ->
                        Event.Type.valueOf(name.toUpperCase(Locale.ROOT)).ordinal())
                .toArray();
    }

    static double[] lifts(LinearModel model) {
        return model.outputs().stream()
                .mapToDouble(name -> model.setting(LIFT + name))
                .toArray();
    }

    static double[] scores(LinearModel model, double[] lifts, ReadPost post, double[] inputs) {
        double[] scores = model.scores(post.features(), inputs);
        for (int i = 0; i < scores.length; i++) {
            scores[i] += lifts[i];
        }
        return scores;
    }

    static EventOdds odds(double[] scores, int[] types, double temperature) {
        LinearModel.softmax(scores, temperature);
        double[] odds = new double[TYPES.length];
        int best = 0;
        for (int i = 0; i < scores.length; i++) {
            odds[types[i]] = scores[i];
            best = scores[i] > scores[best] ? i : best;
        }
        double confidence = StrictMath.rint(Math.min(1, scores[best]) * 1000) / 1000;
        return new EventOdds(new Event(TYPES[types[best]], confidence), odds);
    }
}
