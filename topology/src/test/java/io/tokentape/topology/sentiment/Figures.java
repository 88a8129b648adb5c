package io.tokentape.topology.sentiment;

import io.tokentape.topology.text.LinearModel;
import java.util.Locale;

/** Counts how often predictions are right, and how sure they were. */
final class Figures {
    private static final int CLASSES = 3;
    private static final int BINS = 10;
    private static final double[] BANDS = {0, 0.40, 0.70, 1.01};

    private final int[][] confusion = new int[CLASSES][CLASSES];
    private final double[] sure = new double[BINS];
    private final int[] right = new int[BINS];
    private final int[] inBin = new int[BINS];
    private final double[] bandSure = new double[BANDS.length - 1];
    private final int[] bandRight = new int[BANDS.length - 1];
    private final int[] inBand = new int[BANDS.length - 1];
    private int count;

    /** Without a neutral class only the sign of the score counts. */
    void add(int label, double[] logits, double temperature, double[] leanings, boolean neutral) {
        double[] p = logits.clone();
        LinearModel.softmax(p, temperature);
        int best = p[0] >= p[2] ? 0 : 2;
        double confidence = p[best] / (p[0] + p[2]);
        if (neutral) {
            best = 0;
            for (int c = 1; c < CLASSES; c++) {
                best = p[c] * leanings[c] > p[best] * leanings[best] ? c : best;
            }
            confidence = p[best];
        }
        count++;
        confusion[label][best]++;
        int bin = Math.min(BINS - 1, (int) (confidence * BINS));
        sure[bin] += confidence;
        inBin[bin]++;
        right[bin] += best == label ? 1 : 0;
        for (int band = 0; band < inBand.length; band++) {
            if (confidence >= BANDS[band] && confidence < BANDS[band + 1]) {
                bandSure[band] += confidence;
                inBand[band]++;
                bandRight[band] += best == label ? 1 : 0;
            }
        }
    }

    double macroF1() {
        double sum = 0;
        int classes = 0;
        for (int c = 0; c < CLASSES; c++) {
            if (of(c) > 0) {
                sum += f1(c);
                classes++;
            }
        }
        return sum / classes;
    }

    private double weightedF1() {
        double sum = 0;
        for (int c = 0; c < CLASSES; c++) {
            sum += f1(c) * of(c) / count;
        }
        return sum;
    }

    private double accuracy() {
        return (double) (confusion[0][0] + confusion[1][1] + confusion[2][2]) / count;
    }

    private int of(int c) {
        return confusion[c][0] + confusion[c][1] + confusion[c][2];
    }

    private double f1(int c) {
        int said = confusion[0][c] + confusion[1][c] + confusion[2][c];
        return confusion[c][c] == 0 ? 0 : 2.0 * confusion[c][c] / (of(c) + said);
    }

    /** Expected calibration error over ten bins. */
    private double calibrationError() {
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum += Math.abs(sure[bin] - right[bin]);
        }
        return sum / count;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "n %d accuracy %.4f macro-F1 %.4f weighted-F1 %.4f (F1 %.3f %.3f %.3f) calibration error %.4f; bands",
                count,
                accuracy(),
                macroF1(),
                weightedF1(),
                f1(0),
                f1(1),
                f1(2),
                calibrationError()));
        for (int band = 0; band < inBand.length; band++) {
            text.append(String.format(
                    Locale.ROOT,
                    " %d said %.2f right %.2f",
                    inBand[band],
                    bandSure[band] / Math.max(1, inBand[band]),
                    (double) bandRight[band] / Math.max(1, inBand[band])));
        }
        return text.toString();
    }
}
