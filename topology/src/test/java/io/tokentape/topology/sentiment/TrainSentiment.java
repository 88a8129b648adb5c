package io.tokentape.topology.sentiment;

import io.tokentape.topology.text.DomainTrainer;
import io.tokentape.topology.text.Features;
import io.tokentape.topology.text.Folds;
import io.tokentape.topology.text.LabelledPost;
import io.tokentape.topology.text.LabelledSets;
import io.tokentape.topology.text.LinearModel;
import io.tokentape.topology.text.LinearTrainer;
import io.tokentape.topology.text.LinearTrainer.Example;
import io.tokentape.topology.text.TrainingColumns;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Trains the shipped sentiment model and prints what it reaches: by cross-validation on the sets it learns from, and on
 * the development posts that it never sees. docs/models/sentiment.md has the command.
 *
 * <pre>TrainSentiment DATA_FOLDER RESOURCES_FOLDER</pre>
 */
public final class TrainSentiment {
    private static final int FOLDS = 5;
    private static final int CLASSES = Sentiment.Label.values().length;
    private static final int SEEN_AT_LEAST = 2;
    private static final DomainTrainer TRAINER = new DomainTrainer(0.1, 0.5, 6);
    private static final LinearTrainer KINDS = new LinearTrainer(10, SEEN_AT_LEAST);

    /** A set to learn from. Those that are measured are kinds of posts that the model tells apart. */
    private record Set(String name, boolean neutral, boolean dated, boolean measured, List<LabelledPost> posts) {}

    private record Split(int[] folds, boolean[] firsts) {}

    private final List<Set> sets;
    private final List<List<Features>> features = new ArrayList<>();
    private final List<Split> splits = new ArrayList<>();
    private final List<LabelledPost> dev;
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private TrainSentiment(LabelledSets data) {
        // Measured sets come first: their place is the place of their kind in the model.
        this.sets = List.of(
                new Set("posts", true, false, true, data.gold("train.posts")),
                new Set("headlines", true, true, true, data.cryptoLin()),
                new Set("stock-tweets", true, false, true, data.financialTweets()),
                new Set("trader-talk", false, true, true, data.stockTwits()),
                new Set("comments", false, false, true, data.reddit()),
                new Set("stock-posts", false, false, false, data.stockPosts()));
        for (Set set : sets) {
            features.add(set.posts().stream().map(LabelledPost::features).toList());
            int[] folds = set.dated() ? Folds.inOrder(set.posts(), FOLDS) : Folds.shuffled(set.posts(), FOLDS);
            splits.add(new Split(folds, Folds.firsts(set.posts())));
        }
        this.dev = data.gold("posts");
    }

    public static void main(String[] args) throws IOException {
        TrainSentiment training = new TrainSentiment(new LabelledSets(Path.of(args[0])));
        Map<String, Double> settings = training.crossValidate();
        LinearModel model = training.train(FOLDS, settings);
        LinearTrainer.write(model, Path.of(args[1]).resolve("io/tokentape/topology/sentiment/sentiment.model.gz"));
        training.development(model);
    }

    private int kinds() {
        return (int) sets.stream().filter(Set::measured).count();
    }

    private static int label(LabelledPost post) {
        return Sentiment.Label.valueOf(post.label("sentiment").toUpperCase(Locale.ROOT))
                .ordinal();
    }

    /** Trains on all folds but one. */
    private LinearModel train(int leftOut, Map<String, Double> settings) {
        List<Features> all = new ArrayList<>();
        List<DomainTrainer.Row> rows = new ArrayList<>();
        List<Example> examples = new ArrayList<>();
        List<int[]> places = new ArrayList<>();
        for (int s = 0; s < sets.size(); s++) {
            for (int i = 0; i < sets.get(s).posts().size(); i++) {
                if (splits.get(s).folds()[i] != leftOut && splits.get(s).firsts()[i]) {
                    all.add(features.get(s).get(i));
                    places.add(new int[] {s, i});
                }
            }
        }
        TrainingColumns columns = TrainingColumns.of(all, SEEN_AT_LEAST);
        for (int[] place : places) {
            Set set = sets.get(place[0]);
            Features post = features.get(place[0]).get(place[1]);
            boolean[] possible = {true, set.neutral(), true};
            rows.add(columns.row(post, place[0], label(set.posts().get(place[1])), possible));
            if (set.measured()) {
                examples.add(Example.choice(post, new double[0], place[0], kinds()));
            }
        }
        double[][] learnt = TRAINER.train(rows, columns.count(), CLASSES, sets.size());
        double[][] kinds = columns.weights(KINDS, examples, kinds());
        List<double[]> weights = new ArrayList<>(Arrays.asList(learnt).subList(0, CLASSES * (kinds() + 1)));
        weights.addAll(Arrays.asList(kinds));
        return columns.model(weights.toArray(double[][]::new), outputs(), settings);
    }

    private List<String> outputs() {
        List<String> names = new ArrayList<>();
        for (int block = 0; block <= kinds(); block++) {
            for (Sentiment.Label label : Sentiment.Label.values()) {
                names.add((block == 0 ? "shared" : sets.get(block - 1).name()) + ":" + label);
            }
        }
        sets.stream().filter(Set::measured).forEach(set -> names.add(ModelSentimentScorer.KIND + set.name()));
        return names;
    }

    private static Map<String, Double> settings(double temperature, double[] leanings) {
        Map<String, Double> settings = new TreeMap<>();
        settings.put("temperature", temperature);
        for (Sentiment.Label label : Sentiment.Label.values()) {
            settings.put("leaning:" + label, leanings[label.ordinal()]);
        }
        return settings;
    }

    private Map<String, Double> crossValidate() {
        List<double[][]> held = new ArrayList<>();
        for (int s = 0; s < kinds(); s++) {
            held.add(new double[sets.get(s).posts().size()][]);
        }
        for (int fold = 0; fold < FOLDS; fold++) {
            LinearModel model = train(fold, settings(1, new double[] {1, 1, 1}));
            ModelSentimentScorer scorer = new ModelSentimentScorer(model);
            for (int s = 0; s < kinds(); s++) {
                for (int i = 0; i < held.get(s).length; i++) {
                    if (splits.get(s).folds()[i] == fold) {
                        held.get(s)[i] =
                                scorer.logits(model.scores(features.get(s).get(i)));
                    }
                }
            }
        }
        double temperature = temperature(held);
        double[] leanings = leanings(held, temperature);
        out.printf(Locale.ROOT, "temperature %.3f leanings %s%n", temperature, Arrays.toString(leanings));
        for (int s = 0; s < kinds(); s++) {
            Figures plain = new Figures();
            Figures leaning = new Figures();
            for (int i = 0; i < held.get(s).length; i++) {
                if (splits.get(s).firsts()[i]) {
                    int right = label(sets.get(s).posts().get(i));
                    plain.add(
                            right,
                            held.get(s)[i],
                            temperature,
                            new double[] {1, 1, 1},
                            sets.get(s).neutral());
                    leaning.add(
                            right,
                            held.get(s)[i],
                            temperature,
                            leanings,
                            sets.get(s).neutral());
                }
            }
            out.printf(Locale.ROOT, "%-13s %s%n", sets.get(s).name(), leaning);
            out.printf(Locale.ROOT, "   no leaning %s%n", plain);
        }
        return settings(temperature, leanings);
    }

    /** The one that makes the held-out labels of the sets with three classes likeliest; each set weighs the same. */
    private double temperature(List<double[][]> held) {
        double best = 1;
        double least = Double.MAX_VALUE;
        for (int step = 10; step <= 60; step++) {
            double temperature = step / 20.0;
            double loss = 0;
            for (int s = 0; s < kinds(); s++) {
                if (sets.get(s).neutral()) {
                    double sum = 0;
                    for (int i = 0; i < held.get(s).length; i++) {
                        double[] p = held.get(s)[i].clone();
                        LinearModel.softmax(p, temperature);
                        sum -= StrictMath.log(
                                Math.max(1e-9, p[label(sets.get(s).posts().get(i))]));
                    }
                    loss += sum / held.get(s).length;
                }
            }
            if (loss < least) {
                least = loss;
                best = temperature;
            }
        }
        return best;
    }

    /** By how much the rarer labels are favoured so that macro-F1 over the held-out posts labelled by hand is greatest. */
    private double[] leanings(List<double[][]> held, double temperature) {
        double[] best = {1, 1, 1};
        double most = 0;
        for (int bullish = 0; bullish <= 4; bullish++) {
            for (int bearish = 0; bearish <= 8; bearish++) {
                double[] leanings = {1 + bullish * 0.1, 1, 1 + bearish * 0.1};
                Figures figures = new Figures();
                for (int i = 0; i < held.get(0).length; i++) {
                    figures.add(label(sets.get(0).posts().get(i)), held.get(0)[i], temperature, leanings, true);
                }
                if (figures.macroF1() > most) {
                    most = figures.macroF1();
                    best = leanings;
                }
            }
        }
        return best;
    }

    private void development(LinearModel model) {
        ModelSentimentScorer scorer = new ModelSentimentScorer(model);
        double[] leanings = new double[CLASSES];
        for (Sentiment.Label label : Sentiment.Label.values()) {
            leanings[label.ordinal()] = model.setting("leaning:" + label);
        }
        Figures figures = new Figures();
        for (LabelledPost post : dev) {
            double[] logits = scorer.logits(model.scores(post.features()));
            figures.add(label(post), logits, model.setting("temperature"), leanings, true);
        }
        out.printf(Locale.ROOT, "development   %s%n%d features%n", figures, model.features());
    }
}
