package io.tokentape.topology.text;

import io.tokentape.topology.text.LinearTrainer.Example;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The features that get a weight, each with its column, so that several trainers can contribute to one model. */
public final class TrainingColumns {
    private final int[] hashes;

    private TrainingColumns(int[] hashes) {
        this.hashes = hashes;
    }

    /** @param seenAtLeast in how many posts a feature must occur */
    public static TrainingColumns of(List<Features> posts, int seenAtLeast) {
        return new TrainingColumns(LinearTrainer.columns(posts, seenAtLeast));
    }

    public int count() {
        return hashes.length;
    }

    public DomainTrainer.Row row(Features post, int domain, int right, boolean[] possible) {
        int[] columns = new int[post.count()];
        float[] values = new float[post.count()];
        int kept = 0;
        for (int group = 0; group < Features.groups(); group++) {
            float scale = (float) post.scale(group);
            for (int i = post.start(group); i < post.end(group); i++) {
                int column = Arrays.binarySearch(hashes, post.hash(i));
                if (column >= 0) {
                    columns[kept] = column;
                    values[kept++] = scale;
                }
            }
        }
        return new DomainTrainer.Row(
                Arrays.copyOf(columns, kept), Arrays.copyOf(values, kept), domain, right, possible);
    }

    /** For each output the weights that a linear trainer learns, the bias last. */
    public double[][] weights(LinearTrainer trainer, List<Example> examples, int outputs) {
        return trainer.weights(examples, hashes, outputs, 0);
    }

    /** @param weights for each output those of the features, the bias last */
    public LinearModel model(double[][] weights, List<String> outputs, Map<String, Double> settings) {
        return LinearTrainer.quantised(weights, hashes.clone(), outputs, List.of(), settings);
    }
}
