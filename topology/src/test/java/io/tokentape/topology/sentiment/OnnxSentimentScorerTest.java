package io.tokentape.topology.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.ReadPost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxSentimentScorerTest {
    private static final List<String> PIECES =
            List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "up", "down", "flat", "##s", "!", "not");

    @TempDir
    private Path folder;

    @BeforeEach
    void writeModel() throws IOException {
        TinyOnnxModel.write(folder, PIECES, weights());
    }

    /** By hand: outputs are (bullish, bearish, neutral) in the order of FinBERT, the probabilities their softmax. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            up        | BULLISH |  0.6805 | 0.787
            up up     | BULLISH |  0.947 | 0.9647
            UP        | BULLISH |  0.6805 | 0.787
            ups       | BULLISH |  0.6805 | 0.787
            down!     | BEARISH |-0.6805 | 0.787
            flat      | NEUTRAL |  0      | 0.787
            up down   | BULLISH |  0      | 0.4683
            qqq       | BULLISH |  0      | 0.3333
            ''        | BULLISH |  0      | 0.3333
            """)
    void saysWhatTheModelSays(String text, Sentiment.Label label, double score, double confidence) {
        try (OnnxSentimentScorer scorer = OnnxSentimentScorer.load(folder)) {
            assertThat(scorer.score(post(null, text))).isEqualTo(new Sentiment(label, score, confidence));
        }
    }

    @Test
    void readsTheTitleToo() {
        try (OnnxSentimentScorer scorer = OnnxSentimentScorer.load(folder.resolve("model.onnx"))) {
            assertThat(scorer.score(post("down", "down")))
                    .isEqualTo(new Sentiment(Sentiment.Label.BEARISH, -0.947, 0.9647));
        }
    }

    @Test
    void takesTheLabelsInTheModelsOwnOrder() throws IOException {
        Files.writeString(
                folder.resolve("config.json"),
                "{\"id2label\":{\"0\":\"Negative\",\"1\":\"Positive\",\"2\":\"Neutral\"},\"max_position_embeddings\":16}");
        try (OnnxSentimentScorer scorer = OnnxSentimentScorer.load(folder)) {
            assertThat(scorer.score(post(null, "up")).label()).isEqualTo(Sentiment.Label.BEARISH);
        }
    }

    @Test
    void readsModelsOf32BitNumbers() throws IOException {
        TinyOnnxModel.writeInt32(folder, PIECES, weights());
        try (OnnxSentimentScorer scorer = OnnxSentimentScorer.load(folder)) {
            assertThat(scorer.score(post(null, "up up")))
                    .isEqualTo(new Sentiment(Sentiment.Label.BULLISH, 0.947, 0.9647));
        }
    }

    @Test
    void isNamedAfterItsBytes() throws IOException {
        String version;
        try (OnnxSentimentScorer scorer = OnnxSentimentScorer.load(folder)) {
            version = scorer.version();
            assertThat(version).matches("onnx-[0-9a-f]{12}");
        }
        float[][] others = weights();
        others[4][0] = 3;
        TinyOnnxModel.write(folder, PIECES, others);
        try (OnnxSentimentScorer scorer = OnnxSentimentScorer.load(folder)) {
            assertThat(scorer.version()).isNotEqualTo(version);
        }
    }

    @Test
    void isNamedAfterAllThatItReads() throws IOException {
        Set<String> versions = new HashSet<>();
        versions.add(version());
        Files.write(
                folder.resolve("vocab.txt"),
                List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "down", "up", "flat", "##s", "!", "not"));
        versions.add(version());
        Files.writeString(
                folder.resolve("config.json"),
                "{\"id2label\":{\"0\":\"Negative\",\"1\":\"Positive\",\"2\":\"Neutral\"},\"max_position_embeddings\":16}");
        versions.add(version());
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"do_lower_case\":false}");
        versions.add(version());
        Files.writeString(folder.resolve("model.onnx_data"), "weights");
        versions.add(version());

        assertThat(versions).hasSize(5);
    }

    @Test
    void canBeClosedTwiceAndScoresNothingAfterwards() {
        SentimentScorer scorer = OnnxSentimentScorer.load(folder);
        scorer.close();
        scorer.close();

        assertThatThrownBy(() -> scorer.score(post(null, "up"))).hasMessage("the model is closed");
    }

    @Test
    void saysTheSameOnEveryThread() throws InterruptedException, ExecutionException {
        List<ReadPost> posts = IntStream.range(0, 200)
                .mapToObj(n -> post(null, "up ".repeat(n % 7) + "down ".repeat(n % 5) + "flat ".repeat(n)))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (OnnxSentimentScorer scorer = OnnxSentimentScorer.load(folder)) {
            List<Sentiment> expected = posts.stream().map(scorer::score).toList();
            List<Future<List<Sentiment>>> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answers.add(
                        threads.submit(() -> posts.stream().map(scorer::score).toList()));
            }
            for (Future<List<Sentiment>> answer : answers) {
                assertThat(answer.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void saysInOneLineWhatIsWrongWithAModel() throws IOException {
        assertRefused(folder.resolve("nowhere"), "cannot read", "no such file");
        Files.writeString(folder.resolve("config.json"), "{\"id2label\":{\"0\":\"joy\",\"1\":\"anger\"}}");
        assertRefused(folder, "label 0 is 'joy'", "");
        Files.writeString(folder.resolve("config.json"), "{\"id2label\":{\"0\":\"positive\",\"1\":\"negative\"}}");
        assertRefused(folder, "the model must give 2 numbers", "");
        Files.writeString(folder.resolve("config.json"), "nonsense");
        assertRefused(folder, "config.json is not JSON", "");
        Files.delete(folder.resolve("config.json"));
        Files.write(folder.resolve("vocab.txt"), List.of("up", "down"));
        assertRefused(folder, "vocab.txt", "lacks the piece [UNK]");
        Files.write(folder.resolve("vocab.txt"), PIECES);
        Files.writeString(folder.resolve("model.onnx"), "nonsense");
        assertRefused(folder, "model.onnx is no model that can be used", "");
        Files.delete(folder.resolve("vocab.txt"));
        assertRefused(folder, "cannot read", "vocab.txt: no such file");
    }

    private String version() {
        try (OnnxSentimentScorer scorer = OnnxSentimentScorer.load(folder)) {
            return scorer.version();
        }
    }

    private static void assertRefused(Path path, String problem, String more) {
        assertThatThrownBy(() -> SentimentScorers.named("onnx:" + path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem)
                .hasMessageContaining(more)
                .hasMessageNotContaining("\n");
    }

    private static float[][] weights() {
        float[][] weights = new float[PIECES.size()][3];
        weights[PIECES.indexOf("up")][0] = 2;
        weights[PIECES.indexOf("down")][1] = 2;
        weights[PIECES.indexOf("flat")][2] = 2;
        return weights;
    }

    private static ReadPost post(String title, String text) {
        return ReadPost.of(new Post(Post.Source.TWEET, "1", Instant.EPOCH, null, null, null, title, text, null, null));
    }
}
