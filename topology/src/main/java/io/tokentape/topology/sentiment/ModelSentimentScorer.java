package io.tokentape.topology.sentiment;

import io.tokentape.topology.text.LinearModel;
import io.tokentape.topology.text.ReadPost;
import java.util.List;

/**
 * Scores by a trained model: a softmax regression whose weights are shared by all kinds of posts, plus what each kind of
 * post that the model knows (headlines, tweets on stocks, talk of traders …) deviates by, as far as the post looks like
 * that kind. A post that looks like none of them is scored by the shared weights alone.
 *
 * <p>The confidence is the probability of the label, calibrated on posts that training had not seen; the score is the
 * probability of bullish minus that of bearish.
 */
public final class ModelSentimentScorer implements SentimentScorer {
    private static final String VERSION = "model-1";
    private static final Sentiment.Label[] LABELS = Sentiment.Label.values();
    private static final int CLASSES = LABELS.length;

    /** What the outputs of the model that tell kinds of posts begin with. */
    static final String KIND = "kind:";

    private final LinearModel model;
    private final int kinds;
    private final double temperature;
    private final double[] leanings;

    ModelSentimentScorer(LinearModel model) {
        this.model = model;
        List<String> outputs = model.outputs();
        this.kinds =
                (int) outputs.stream().filter(name -> name.startsWith(KIND)).count();
        if (outputs.size() != CLASSES * (kinds + 1) + kinds) {
            throw new IllegalArgumentException("not a sentiment model: " + outputs);
        }
        this.temperature = model.setting("temperature");
        this.leanings = new double[CLASSES];
        for (int label = 0; label < CLASSES; label++) {
            leanings[label] = model.setting("leaning:" + LABELS[label]);
        }
    }

    /** Reads the model that is shipped. */
    public static ModelSentimentScorer shipped() {
        return new ModelSentimentScorer(LinearModel.read(ModelSentimentScorer.class, "sentiment.model.gz"));
    }

    @Override
    public Sentiment score(ReadPost post) {
        double[] probabilities = logits(model.scores(post.features()));
        LinearModel.softmax(probabilities, temperature);
        int best = 0;
        for (int label = 1; label < CLASSES; label++) {
            if (probabilities[label] * leanings[label] > probabilities[best] * leanings[best]) {
                best = label;
            }
        }
        double score =
                probabilities[Sentiment.Label.BULLISH.ordinal()] - probabilities[Sentiment.Label.BEARISH.ordinal()];
        return new Sentiment(
                LABELS[best],
                StrictMath.rint(score * 10_000) / 10_000,
                StrictMath.rint(probabilities[best] * 1_000) / 1_000);
    }

    @Override
    public String version() {
        return VERSION;
    }

    /** The scores of the classes out of those of the model: shared ones, deviations of each kind, kinds. */
    double[] logits(double[] scores) {
        double[] likeness = new double[kinds];
        double sum = 0;
        for (int kind = 0; kind < kinds; kind++) {
            likeness[kind] = LinearModel.sigmoid(scores[CLASSES * (kinds + 1) + kind]);
            sum += likeness[kind];
        }
        double[] logits = new double[CLASSES];
        for (int label = 0; label < CLASSES; label++) {
            logits[label] = scores[label];
            for (int kind = 0; kind < kinds; kind++) {
                logits[label] += likeness[kind] / Math.max(1, sum) * scores[CLASSES * (kind + 1) + label];
            }
        }
        return logits;
    }
}
