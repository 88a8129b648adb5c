package io.tokentape.topology.event;

import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.mention.MentionFinder;
import io.tokentape.topology.mention.TokenRegistry;
import io.tokentape.topology.signal.Signal;
import io.tokentape.topology.signal.SignalParser;
import io.tokentape.topology.text.Folds;
import io.tokentape.topology.text.LabelledPost;
import io.tokentape.topology.text.LabelledSets;
import io.tokentape.topology.text.LinearModel;
import io.tokentape.topology.text.LinearTrainer;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.ReadPost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Trains the event model on the posts labelled by hand and on some labelled by their phrases, measures it by cross-validation over groups of near-repeats and
 * writes the one trained on all of them.
 *
 * <p>Arguments: the folder of the data sets; the folder of the product's resources.
 */
public final class TrainEvents {
    /** A post labelled by hand counts as much as so many of those whose labels are not all right. */
    private static final int TIMES = 2;

    private static final LinearTrainer TRAINER = new LinearTrainer(5.0 / TIMES, 2);

    private static final int FOLDS = 5;

    /** Scores are lifted by this part of the logarithm of how rare a kind is, so that rare kinds are found. */
    private static final double LIFT = 0.4;

    private static final double[] TEMPERATURES = {0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.7, 2};

    private static final List<String> OUTPUTS = Arrays.stream(Event.Type.values())
            .filter(type -> type != Event.Type.PRODUCT && type != Event.Type.MAINTENANCE)
            .map(type -> type.name().toLowerCase(Locale.ROOT))
            .toList();

    private final EventInputs inputs = EventInputs.shipped();
    private final MentionFinder mentions = new MentionFinder(TokenRegistry.shipped());
    private final SignalParser signals = SignalParser.shipped();

    /** A post with what is read of it, and its label. */
    record Case(
            LabelledPost labelled, ReadPost post, List<Mention> mentions, Signal signal, double[] inputs, int label) {}

    public static void main(String[] arguments) throws IOException {
        TrainEvents training = new TrainEvents();
        LabelledSets sets = new LabelledSets(Path.of(arguments[0]));
        List<LabelledPost> posts = sets.gold("train.posts");
        List<Case> cases = training.cases(posts);
        List<Case> weak = training.cases(WeakEvents.pick(sets));
        double[][] scores = crossScores(cases, weak, Folds.shuffled(posts, FOLDS));
        double temperature = temperature(cases, scores, true);
        LinearModel model = model(cases, weak, temperature);
        LinearTrainer.write(model, Path.of(arguments[1]).resolve("io/tokentape/topology/event/event.model"));
        System.out.println(model.features() + " features, " + model.inputs().size() + " inputs");
    }

    List<Case> cases(List<LabelledPost> posts) {
        List<Case> cases = new ArrayList<>();
        for (LabelledPost labelled : posts) {
            Post post = labelled.post();
            ReadPost read = ReadPost.of(post);
            List<Mention> found = mentions.find(
                    post.source(),
                    post.author(),
                    read.title(),
                    read.text(),
                    post.at().toEpochMilli());
            Signal signal = signals.parse(post.source(), read.text(), found);
            cases.add(new Case(
                    labelled,
                    read,
                    found,
                    signal,
                    inputs.of(read, found, signal),
                    OUTPUTS.indexOf(labelled.label("event"))));
        }
        return cases;
    }

    /** The odds of each post's events by a model that saw neither the post nor a near-repeat of it. */
    public static List<EventOdds> outOfFold(LabelledSets sets, List<LabelledPost> posts) {
        TrainEvents training = new TrainEvents();
        List<Case> cases = training.cases(posts);
        List<Case> weak = training.cases(WeakEvents.pick(sets));
        double[][] scores = crossScores(cases, weak, Folds.shuffled(posts, FOLDS));
        NoticeHeads heads = NoticeHeads.shipped();
        double temperature = temperature(cases, scores, false);
        List<EventOdds> odds = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            ReadPost post = cases.get(i).post();
            Event.Type said = post.post().source() == Post.Source.ANNOUNCEMENT ? heads.type(post) : null;
            odds.add(
                    said == null
                            ? EventClassifier.odds(scores[i], EventClassifier.types(OUTPUTS), temperature)
                            : EventOdds.of(new Event(said, EventClassifier.TITLE_CONFIDENCE)));
        }
        return odds;
    }

    /** Scores of each case by a model that did not see its fold. */
    private static double[][] crossScores(List<Case> cases, List<Case> weak, int[] folds) {
        double[][] scores = new double[cases.size()][];
        for (int fold = 0; fold < FOLDS; fold++) {
            List<Case> learnt = new ArrayList<>();
            for (int i = 0; i < folds.length; i++) {
                if (folds[i] != fold) {
                    learnt.add(cases.get(i));
                }
            }
            LinearModel model = model(learnt, weak, 1);
            double[] lifts = EventClassifier.lifts(model);
            for (int i = 0; i < folds.length; i++) {
                if (folds[i] == fold) {
                    scores[i] = EventClassifier.scores(
                            model, lifts, cases.get(i).post(), cases.get(i).inputs());
                }
            }
        }
        return scores;
    }

    /** Prints the figures of scores of models that did not see what they are asked; returns the best temperature. */
    private static double temperature(List<Case> cases, double[][] scores, boolean print) {
        double best = 1;
        double least = Double.POSITIVE_INFINITY;
        for (double temperature : TEMPERATURES) {
            double loss = 0;
            for (int i = 0; i < scores.length; i++) {
                double[] odds = scores[i].clone();
                LinearModel.softmax(odds, temperature);
                loss -= Math.log(Math.max(1e-9, odds[cases.get(i).label()]));
            }
            if (loss < least) {
                least = loss;
                best = temperature;
            }
        }
        if (print) {
            System.out.println("temperature " + best + ", log loss " + least / scores.length);
            report(cases, scores, best);
        }
        return best;
    }

    /** @param weak examples whose labels are not all right: they count less */
    static LinearModel model(List<Case> cases, List<Case> weak, double temperature) {
        List<LinearTrainer.Example> examples = new ArrayList<>();
        cases.forEach(one -> examples.add(example(one, TIMES)));
        weak.forEach(one -> examples.add(example(one, 1)));
        Map<String, Double> settings = new HashMap<>();
        settings.put(EventClassifier.TEMPERATURE, temperature);
        for (int i = 0; i < OUTPUTS.size(); i++) {
            double count = TIMES * (count(cases, i) + 3.0) + count(weak, i);
            double share = count / (TIMES * (cases.size() + 3.0 * OUTPUTS.size()) + weak.size());
            settings.put(EventClassifier.LIFT + OUTPUTS.get(i), -LIFT * StrictMath.log(share));
        }
        return TRAINER.train(examples, OUTPUTS, EventInputs.shipped().names(), settings);
    }

    private static LinearTrainer.Example example(Case one, int times) {
        LinearTrainer.Example choice =
                LinearTrainer.Example.choice(one.post().features(), one.inputs(), one.label(), OUTPUTS.size());
        return new LinearTrainer.Example(choice.features(), choice.further(), choice.answers(), times);
    }

    private static long count(List<Case> cases, int label) {
        return cases.stream().filter(one -> one.label() == label).count();
    }

    private static void report(List<Case> cases, double[][] scores, double temperature) {
        int[][] confused = new int[OUTPUTS.size()][OUTPUTS.size()];
        int right = 0;
        int[] inBand = new int[3];
        int[] rightInBand = new int[3];
        double[] said = new double[10];
        double[] was = new double[10];
        for (int i = 0; i < scores.length; i++) {
            double[] odds = scores[i].clone();
            LinearModel.softmax(odds, temperature);
            int best = 0;
            for (int k = 1; k < odds.length; k++) {
                best = odds[k] > odds[best] ? k : best;
            }
            int label = cases.get(i).label();
            confused[label][best]++;
            int hit = label == best ? 1 : 0;
            right += hit;
            int band = odds[best] < 0.4 ? 0 : odds[best] < 0.7 ? 1 : 2;
            inBand[band]++;
            rightInBand[band] += hit;
            int bin = Math.min(9, (int) (10 * odds[best]));
            said[bin] += odds[best];
            was[bin] += hit;
        }
        double macro = 0;
        int kinds = 0;
        for (int k = 0; k < confused.length; k++) {
            int of = Arrays.stream(confused[k]).sum();
            int to = 0;
            for (int[] row : confused) {
                to += row[k];
            }
            double f1 = of + to == 0 ? 0 : 2.0 * confused[k][k] / (of + to);
            if (of > 0) {
                macro += f1;
                kinds++;
            }
            System.out.printf(Locale.ROOT, "  %-14s F1 %.3f (%d, found %d)%n", OUTPUTS.get(k), f1, of, to);
        }
        double ece = 0;
        for (int bin = 0; bin < said.length; bin++) {
            ece += Math.abs(said[bin] - was[bin]) / scores.length;
        }
        System.out.printf(
                Locale.ROOT,
                "accuracy %.4f, macro-F1 %.4f, ECE %.4f (n=%d)%n",
                (double) right / scores.length,
                macro / kinds,
                ece,
                scores.length);
        for (int band = 0; band < 3; band++) {
            System.out.printf(
                    Locale.ROOT,
                    "  band %d: %d posts, %.3f right%n",
                    band,
                    inBand[band],
                    (double) rightInBand[band] / Math.max(1, inBand[band]));
        }
    }
}
