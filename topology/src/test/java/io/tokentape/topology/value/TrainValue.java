package io.tokentape.topology.value;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import io.tokentape.topology.analysis.Analysis;
import io.tokentape.topology.analysis.PostAnalyzer;
import io.tokentape.topology.analysis.StandardPostAnalyzer;
import io.tokentape.topology.event.EventOdds;
import io.tokentape.topology.event.TrainEvents;
import io.tokentape.topology.mention.TokenRegistry;
import io.tokentape.topology.text.Folds;
import io.tokentape.topology.text.LabelledPost;
import io.tokentape.topology.text.LabelledSets;
import io.tokentape.topology.text.ReadPost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Learns the weights of the value formula from the posts labelled by hand, other than signals and pump calls, with the odds
 * of events by models that did not see the post; measures them by cross-validation and writes those learned on all.
 *
 * <p>Arguments: the folder of the data sets; the folder of the product's resources.
 */
public final class TrainValue {
    private static final int FOLDS = 10;
    private static final double COST = 0.5;

    private final ValueInputs inputs = ValueInputs.shipped();
    private final List<double[]> rows = new ArrayList<>();
    private final List<Boolean> labels = new ArrayList<>();

    public static void main(String[] arguments) throws IOException {
        TrainValue training = new TrainValue();
        LabelledSets sets = new LabelledSets(Path.of(arguments[0]));
        List<LabelledPost> all = sets.gold("train.posts");
        List<EventOdds> odds = TrainEvents.outOfFold(sets, all);
        List<LabelledPost> posts = training.read(all, odds);
        double threshold = training.crossValidate(Folds.shuffled(posts, FOLDS));
        Map<String, Double> weights = training.learn(null, -1);
        weights.put(ValueFormula.THRESHOLD, threshold);
        training.write(weights, Path.of(arguments[1]).resolve("io/tokentape/topology/value/weights.tsv"));
    }

    private List<LabelledPost> read(List<LabelledPost> all, List<EventOdds> odds) {
        PostAnalyzer analyzer = new StandardPostAnalyzer(TokenRegistry.shipped());
        List<LabelledPost> kept = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            LabelledPost labelled = all.get(i);
            String event = labelled.label("event");
            if (!event.equals("trade_signal") && !event.equals("pump_call")) {
                Analysis found = analyzer.analyze(labelled.post());
                rows.add(inputs.of(
                        ReadPost.of(labelled.post()),
                        new ValueFormula.Findings(
                                found.mentions(),
                                odds.get(i),
                                !found.companies().isEmpty(),
                                found.keywords().stream().anyMatch(keyword -> keyword.tier() == 1),
                                found.urgency() != null
                                        && found.urgency()
                                                .pressing(labelled.post().at()))));
                labels.add(labelled.labels().path("valuable").asBoolean());
                kept.add(labelled);
            }
        }
        return kept;
    }

    /** Prints the figures of formulas that did not see what they score; returns the threshold at which F1 is best. */
    private double crossValidate(int[] folds) {
        double[] scores = new double[rows.size()];
        for (int fold = 0; fold < FOLDS; fold++) {
            Map<String, Double> weights = learn(folds, fold);
            weights.put(ValueFormula.THRESHOLD, ValueFormula.MIDDLE);
            ValueFormula formula = new ValueFormula(inputs, weights);
            for (int i = 0; i < scores.length; i++) {
                if (folds[i] == fold) {
                    scores[i] = formula.sum(rows.get(i)).score();
                }
            }
        }
        double best = 0;
        for (double tried = 30; tried <= 60; tried += 1) {
            best = Math.max(best, f1(scores, tried, false));
        }
        // Of calibrated probabilities, F1 is best from half of the best F1 on (Lipton et al. 2014).
        double threshold = Math.rint(ValueFormula.MIDDLE + ValueFormula.SPREAD * Math.log(best / (2 - best)));
        f1(scores, threshold, true);
        calibration(scores);
        return threshold;
    }

    private double f1(double[] scores, double threshold, boolean print) {
        int hits = 0;
        int found = 0;
        int valuable = 0;
        for (int i = 0; i < scores.length; i++) {
            boolean pushed = scores[i] >= threshold;
            found += pushed ? 1 : 0;
            valuable += labels.get(i) ? 1 : 0;
            hits += pushed && labels.get(i) ? 1 : 0;
        }
        double f1 = 2.0 * hits / (found + valuable);
        if (print) {
            double precision = (double) hits / found;
            System.out.printf(
                    Locale.ROOT,
                    "threshold %.0f (probability %.3f): F1 %.4f, precision %.4f, recall %.4f, lift %.2f, valuable %d of %d%n",
                    threshold,
                    ValueFormula.probability(threshold),
                    f1,
                    precision,
                    (double) hits / valuable,
                    precision * scores.length / valuable,
                    valuable,
                    scores.length);
        }
        return f1;
    }

    private void calibration(double[] scores) {
        double[] said = new double[10];
        double[] was = new double[10];
        int[] counts = new int[10];
        for (int i = 0; i < scores.length; i++) {
            double probability = ValueFormula.probability(scores[i]);
            int bin = Math.min(9, (int) (10 * probability));
            said[bin] += probability;
            was[bin] += labels.get(i) ? 1 : 0;
            counts[bin]++;
        }
        double error = 0;
        for (int bin = 0; bin < 10; bin++) {
            error += Math.abs(said[bin] - was[bin]) / scores.length;
            if (counts[bin] > 0) {
                System.out.printf(
                        Locale.ROOT,
                        "  said %.2f, was %.2f (n=%d)%n",
                        said[bin] / counts[bin],
                        was[bin] / counts[bin],
                        counts[bin]);
            }
        }
        System.out.printf(Locale.ROOT, "ECE %.4f%n", error);
    }

    /** Weights in points, learned on all rows but those of a fold. */
    private Map<String, Double> learn(int[] folds, int without) {
        List<String> names = inputs.names();
        List<Feature[]> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (folds == null || folds[i] != without) {
                x.add(nodes(rows.get(i)));
                y.add(labels.get(i) ? 1.0 : -1.0);
            }
        }
        Problem problem = new Problem();
        problem.l = x.size();
        problem.n = names.size() + 1;
        problem.x = x.toArray(Feature[][]::new);
        problem.y = y.stream().mapToDouble(Double::doubleValue).toArray();
        Linear.disableDebugOutput();
        Model model = Linear.train(problem, new Parameter(SolverType.L2R_LR, COST, 0.001));
        double sign = model.getLabels()[0] == 1 ? ValueFormula.SPREAD : -ValueFormula.SPREAD;
        Map<String, Double> weights = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            weights.put(names.get(i), points(sign * model.getFeatureWeights()[i]));
        }
        weights.put(ValueFormula.BASE, points(ValueFormula.MIDDLE + sign * model.getFeatureWeights()[names.size()]));
        return weights;
    }

    private static double points(double weight) {
        return Math.rint(weight * 100) / 100;
    }

    private static Feature[] nodes(double[] row) {
        List<Feature> nodes = new ArrayList<>();
        for (int i = 0; i < row.length; i++) {
            if (row[i] != 0) {
                nodes.add(new FeatureNode(i + 1, row[i]));
            }
        }
        nodes.add(new FeatureNode(row.length + 1, 1));
        return nodes.toArray(Feature[]::new);
    }

    private void write(Map<String, Double> weights, Path file) throws IOException {
        StringBuilder text = new StringBuilder(
                "# The value formula: what each input is worth in points of 100; learned, see docs/models/event.md.\n");
        List<String> names = new ArrayList<>(List.of(ValueFormula.THRESHOLD, ValueFormula.BASE));
        names.addAll(inputs.names());
        for (String name : names) {
            text.append(name).append('\t').append(weights.get(name)).append('\n');
        }
        Files.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
