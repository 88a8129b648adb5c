package io.tokentape.topology.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tokentape.topology.text.LinearTrainer.Example;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinearModelTest {
    private static final List<String> UP = List.of(
            "the coin rises again",
            "price rises to a new high",
            "a strong day, it rises",
            "buyers are back and it rises");
    private static final List<String> DOWN = List.of(
            "the coin falls again",
            "price falls to a new low",
            "a weak day, it falls",
            "sellers are back and it falls");

    @Test
    void learnsWhatWordsSay() {
        LinearModel model = train();

        assertThat(model.outputs()).containsExactly("up", "down");
        double[] rising = model.scores(features("bitcoin rises"), new double[] {0});
        double[] falling = model.scores(features("bitcoin falls"), new double[] {0});
        assertThat(rising[0]).isGreaterThan(rising[1]);
        assertThat(falling[1]).isGreaterThan(falling[0]);
        assertThat(model.scores(features("zzz"), new double[] {0})[0])
                .as("what was never seen adds nothing")
                .isCloseTo(0, within(0.5));
    }

    @Test
    void scoresTheSameToTheBitWhenReadBack() throws IOException {
        LinearModel model = train();

        LinearModel read = LinearModel.read(new ByteArrayInputStream(packed(model)));

        assertThat(read.setting("temperature")).isEqualTo(1.5);
        assertThat(read.features()).isEqualTo(model.features());
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            String text = RandomTexts.next(random, 60);
            double[] further = {text.length() / 7.0};
            assertThat(read.scores(features(text), further)).isEqualTo(model.scores(features(text), further));
        }
    }

    @Test
    void givesTheSameBytesFromTheSameExamples(@TempDir Path folder) throws IOException {
        LinearTrainer.write(train(), folder.resolve("a"));
        LinearTrainer.write(train(), folder.resolve("b"));

        assertThat(Files.readAllBytes(folder.resolve("a"))).isEqualTo(Files.readAllBytes(folder.resolve("b")));
    }

    @Test
    void sumsTheWeightsOfManyFeaturesForManyOutputs() {
        int outputs = 50;
        int[] hashes = new int[2_000];
        byte[] weights = new byte[hashes.length * outputs];
        Random random = new Random(2);
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = 64 * (i + 1);
            for (int output = 0; output < outputs; output++) {
                boolean extreme = output % 8 < 2;
                weights[i * outputs + output] = (byte) (extreme ? 127 - 255 * (output % 2) : random.nextInt(256));
            }
        }
        double[] steps = new double[outputs];
        Arrays.fill(steps, 0.5);
        List<String> names =
                IntStream.range(0, outputs).mapToObj(Integer::toString).toList();
        LinearModel model =
                new LinearModel(names, List.of(), Map.of(), new double[outputs], steps, new double[0], hashes, weights);
        int[] seen = new int[3_000];
        Arrays.setAll(seen, i -> 64 * (i + 1) + (i < hashes.length ? 0 : 1));
        Features post = Features.of(seen, new int[0]);

        double[] scores = model.scores(post);

        for (int output = 0; output < outputs; output++) {
            int sum = 0;
            for (int i = 0; i < hashes.length; i++) {
                sum += weights[i * outputs + output];
            }
            assertThat(scores[output]).as("output %s", output).isEqualTo(post.scale(0) * (0.5 * sum));
        }
    }

    private static LinearModel train() {
        List<Example> examples = new ArrayList<>();
        UP.forEach(text -> examples.add(Example.choice(features(text), new double[] {1}, 0, 2)));
        DOWN.forEach(text -> examples.add(Example.choice(features(text), new double[] {-1}, 1, 2)));
        return new LinearTrainer(1, 2)
                .train(examples, List.of("up", "down"), List.of("mood"), Map.of("temperature", 1.5));
    }

    private static byte[] packed(LinearModel model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream packed = new GZIPOutputStream(bytes)) {
            model.write(packed);
        }
        return bytes.toByteArray();
    }

    private static Features features(String text) {
        Post post =
                new Post(Post.Source.TWEET, "1", Instant.EPOCH, null, null, null, null, text, null, Post.Metrics.NONE);
        return Features.of(post, null, Words.of(text));
    }
}
