package io.tokentape.topology.text;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Trains a {@link LinearModel}: one logistic regression (liblinear, L2) an output, each told by some examples what is
 * right. Same examples in the same order, same model.
 *
 * @param cost liblinear's C: greater fits the examples more closely
 * @param seenAtLeast in how many examples a feature must occur to get a weight
 */
public record LinearTrainer(double cost, int seenAtLeast) {
    /** An example that has nothing to say on an output. */
    public static final byte SILENT = 0;

    /**
     * One post to learn from.
     *
     * @param further one number for each further input of the model
     * @param answers for each output 1 (yes), -1 (no) or {@link #SILENT}
     * @param times how often it counts
     */
    public record Example(Features features, double[] further, byte[] answers, int times) {
        /** A choice of one among several outputs. */
        public static Example choice(Features features, double[] further, int right, int outputs) {
            byte[] answers = new byte[outputs];
            Arrays.fill(answers, (byte) -1);
            answers[right] = 1;
            return new Example(features, further, answers, 1);
        }
    }

    public LinearModel train(
            List<Example> examples, List<String> outputs, List<String> inputs, Map<String, Double> settings) {
        int[] hashes = columns(examples.stream().map(Example::features).toList(), seenAtLeast);
        double[][] learnt = weights(examples, hashes, outputs.size(), inputs.size());
        return quantised(learnt, hashes, outputs, inputs, settings);
    }

    /** For each output the weights of the features, of the further inputs, and last the bias. */
    double[][] weights(List<Example> examples, int[] hashes, int outputs, int inputs) {
        Feature[][] rows = new Feature[examples.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row(examples.get(i), hashes, inputs);
        }
        double[][] learnt = new double[outputs][];
        for (int output = 0; output < learnt.length; output++) {
            learnt[output] = train(examples, rows, output, hashes.length + inputs + 1);
        }
        return learnt;
    }

    /** Writes a model as the product reads it. */
    public static void write(LinearModel model, Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream packed = new GZIPOutputStream(bytes) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            model.write(packed);
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, bytes.toByteArray());
    }

    /** The hashes that occur in so many posts, ascending: the place of a feature's hash is its column. */
    static int[] columns(List<Features> posts, int seenAtLeast) {
        int[] all = new int[posts.stream().mapToInt(Features::count).sum()];
        int n = 0;
        for (Features post : posts) {
            for (int i = 0; i < post.count(); i++) {
                all[n++] = post.hash(i);
            }
        }
        Arrays.sort(all);
        int kept = 0;
        for (int from = 0; from < n; ) {
            int to = from;
            while (to < n && all[to] == all[from]) {
                to++;
            }
            if (to - from >= seenAtLeast) {
                all[kept++] = all[from];
            }
            from = to;
        }
        return Arrays.copyOf(all, kept);
    }

    /** Inputs have the columns after the features; the last column is 1 for all, so that the bias is not held down alone. */
    private static Feature[] row(Example example, int[] hashes, int inputs) {
        List<Feature> row = new ArrayList<>(example.features().count() + inputs + 1);
        Features features = example.features();
        for (int group = 0; group < Features.groups(); group++) {
            double scale = features.scale(group);
            for (int i = features.start(group); i < features.end(group); i++) {
                int column = Arrays.binarySearch(hashes, features.hash(i));
                if (column >= 0) {
                    row.add(new FeatureNode(column + 1, scale));
                }
            }
        }
        for (int input = 0; input < inputs; input++) {
            if (example.further()[input] != 0) {
                row.add(new FeatureNode(hashes.length + input + 1, example.further()[input]));
            }
        }
        row.add(new FeatureNode(hashes.length + inputs + 1, 1));
        Feature[] sorted = row.toArray(Feature[]::new);
        Arrays.sort(sorted, (a, b) -> Integer.compare(a.getIndex(), b.getIndex()));
        return sorted;
    }

    private double[] train(List<Example> examples, Feature[][] rows, int output, int columns) {
        List<Feature[]> x = new ArrayList<>();
        List<Byte> y = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            byte answer = examples.get(i).answers()[output];
            for (int time = 0; answer != SILENT && time < examples.get(i).times(); time++) {
                x.add(rows[i]);
                y.add(answer);
            }
        }
        double[] weights = new double[columns];
        if (y.stream().distinct().count() < 2) {
            weights[columns - 1] = y.isEmpty() ? 0 : 10.0 * y.get(0);
            return weights;
        }
        Problem problem = new Problem();
        problem.l = x.size();
        problem.n = columns;
        problem.x = x.toArray(Feature[][]::new);
        problem.y = y.stream().mapToDouble(Byte::doubleValue).toArray();
        Linear.disableDebugOutput();
        Model model = Linear.train(problem, new Parameter(SolverType.L2R_LR, cost, 0.01));
        double sign = model.getLabels()[0] == 1 ? 1 : -1;
        double[] learnt = model.getFeatureWeights();
        for (int i = 0; i < columns; i++) {
            weights[i] = sign * learnt[i];
        }
        return weights;
    }

    /** The model of weights as {@link #weights} gives them. */
    static LinearModel quantised(
            double[][] learnt, int[] hashes, List<String> outputs, List<String> inputs, Map<String, Double> settings) {
        int width = outputs.size();
        double[] steps = new double[width];
        double[] bias = new double[width];
        double[] inputWeights = new double[inputs.size() * width];
        byte[] weights = new byte[hashes.length * width];
        for (int output = 0; output < width; output++) {
            double most = 1e-9;
            for (int i = 0; i < hashes.length; i++) {
                most = Math.max(most, Math.abs(learnt[output][i]));
            }
            steps[output] = most / Byte.MAX_VALUE;
            for (int i = 0; i < hashes.length; i++) {
                weights[i * width + output] = (byte) Math.rint(learnt[output][i] / steps[output]);
            }
            for (int input = 0; input < inputs.size(); input++) {
                inputWeights[input * width + output] = learnt[output][hashes.length + input];
            }
            bias[output] = learnt[output][hashes.length + inputs.size()];
        }
        int kept = 0;
        for (int i = 0; i < hashes.length; i++) {
            boolean any = false;
            for (int output = 0; output < width; output++) {
                any |= weights[i * width + output] != 0;
            }
            if (any) {
                System.arraycopy(weights, i * width, weights, kept * width, width);
                hashes[kept++] = hashes[i];
            }
        }
        return new LinearModel(
                outputs,
                inputs,
                settings,
                bias,
                steps,
                inputWeights,
                Arrays.copyOf(hashes, kept),
                Arrays.copyOf(weights, kept * width));
    }
}
