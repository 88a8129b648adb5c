package io.tokentape.topology.text;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Trains one softmax regression over posts of several domains, whose writers and labellers mean different things by the
 * same words: each feature has a shared weight, and in each domain a deviation from it (Daumé III, Frustratingly Easy
 * Domain Adaptation, 2007). An example whose label is only known to be one of two classes speaks on these two alone, so
 * that sets without a neutral class help too. Stochastic gradient with a step a weight (Duchi, Hazan and Singer,
 * AdaGrad, 2011), the weights averaged over the ends of all rounds; no library at hand trains such a model. Same examples in the same order, same weights.
 *
 * @param step of the shared weights
 * @param deviation by how much easier or harder it is for a domain to deviate; 1 = as easy as to move the shared weight
 * @param rounds over the examples
 */
public record DomainTrainer(double step, double deviation, int rounds) {
    private static final float BIAS_STEP = 0.02f;
    private static final float DECAY = 1e-6f;
    private static final long SEED = 1;

    /**
     * @param columns of the features, by {@link LinearTrainer#columns}
     * @param values how much each counts
     * @param domain from 0
     * @param right the class
     * @param possible the classes among which the label was chosen
     */
    public record Row(int[] columns, float[] values, int domain, int right, boolean[] possible) {}

    /** Weights by output: the shared ones of all classes, then those of each domain; the last weight is the bias. */
    public double[][] train(List<Row> rows, int columns, int classes, int domains) {
        float[][] weights = new float[domains + 1][columns * classes];
        float[][] seen = new float[domains + 1][columns * classes];
        float[][] bias = new float[domains + 1][classes];
        for (float[] squares : seen) {
            Arrays.fill(squares, 1e-6f);
        }
        int[] order = new int[rows.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        Random random = new Random(SEED);
        float[] wrong = new float[classes];
        double[][] sums = new double[domains + 1][columns * classes];
        for (int round = 0; round < rounds; round++) {
            for (int i = order.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int kept = order[i];
                order[i] = order[j];
                order[j] = kept;
            }
            float rate = (float) (1 - 0.9 * round / rounds);
            for (int index : order) {
                Row row = rows.get(index);
                int own = row.domain() + 1;
                wrong(row, weights, bias, own, wrong);
                for (int c = 0; c < classes; c++) {
                    bias[0][c] -= BIAS_STEP * rate * wrong[c];
                    bias[own][c] -= BIAS_STEP * rate * wrong[c];
                }
                learn(row, weights[0], seen[0], wrong, 1, rate);
                learn(row, weights[own], seen[own], wrong, (float) deviation, rate);
            }
            for (int block = 0; block <= domains; block++) {
                for (int i = 0; i < sums[block].length; i++) {
                    sums[block][i] += weights[block][i];
                }
            }
        }
        double[][] learnt = new double[(domains + 1) * classes][columns + 1];
        for (int block = 0; block <= domains; block++) {
            double factor = block == 0 ? 1 : deviation;
            for (int c = 0; c < classes; c++) {
                double[] output = learnt[block * classes + c];
                for (int column = 0; column < columns; column++) {
                    output[column] = factor * sums[block][column * classes + c] / rounds;
                }
                output[columns] = bias[block][c];
            }
        }
        return learnt;
    }

    /** Probabilities minus what is right. */
    private void wrong(Row row, float[][] weights, float[][] bias, int own, float[] wrong) {
        int classes = wrong.length;
        for (int c = 0; c < classes; c++) {
            wrong[c] = bias[0][c] + bias[own][c];
        }
        for (int k = 0; k < row.columns().length; k++) {
            int at = row.columns()[k] * classes;
            float value = row.values()[k];
            float ownValue = value * (float) deviation;
            for (int c = 0; c < classes; c++) {
                wrong[c] += value * weights[0][at + c] + ownValue * weights[own][at + c];
            }
        }
        float most = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            most = row.possible()[c] ? Math.max(most, wrong[c]) : most;
        }
        float sum = 0;
        for (int c = 0; c < classes; c++) {
            wrong[c] = row.possible()[c] ? (float) StrictMath.exp(wrong[c] - most) : 0;
            sum += wrong[c];
        }
        for (int c = 0; c < classes; c++) {
            wrong[c] = wrong[c] / sum - (c == row.right() ? 1 : 0);
        }
    }

    private void learn(Row row, float[] weights, float[] seen, float[] wrong, float factor, float rate) {
        int classes = wrong.length;
        for (int k = 0; k < row.columns().length; k++) {
            int at = row.columns()[k] * classes;
            float value = row.values()[k] * factor;
            for (int c = 0; c < classes; c++) {
                float slope = wrong[c] * value + DECAY * weights[at + c];
                seen[at + c] += slope * slope;
                weights[at + c] -= (float) step * rate * slope / (float) Math.sqrt(seen[at + c]);
            }
        }
    }
}
