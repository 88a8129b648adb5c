package io.tokentape.topology.sentiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a model's folder says of it: {@code config.json} and {@code tokenizer_config.json} as Hugging Face writes them. Where
 * there is none, the settings of FinBERT hold (Araci, 2019).
 *
 * @param labels what each output of the model stands for, in their order
 * @param longestInput word pieces, beginning and end included
 */
record OnnxSettings(List<Sentiment.Label> labels, int longestInput, boolean lowerCase) {
    private static final int LONGEST_INPUT = 512;
    private static final int SHORTEST_INPUT = 8;
    private static final List<Sentiment.Label> FINBERT =
            List.of(Sentiment.Label.BULLISH, Sentiment.Label.BEARISH, Sentiment.Label.NEUTRAL);

    OnnxSettings {
        labels = List.copyOf(labels);
    }

    /** @throws IllegalArgumentException in one line, naming what is wrong */
    static OnnxSettings read(Path folder) throws IOException {
        JsonNode model = json(folder.resolve("config.json"));
        JsonNode words = json(folder.resolve("tokenizer_config.json"));
        int longest = model.path("max_position_embeddings").asInt(LONGEST_INPUT);
        return new OnnxSettings(
                labels(folder.resolve("config.json"), model.path("id2label")),
                Math.max(SHORTEST_INPUT, Math.min(longest, LONGEST_INPUT)),
                words.path("do_lower_case").asBoolean(true));
    }

    private static JsonNode json(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new ObjectMapper().createObjectNode();
        }
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " is not JSON", e);
        }
    }

    private static List<Sentiment.Label> labels(Path file, JsonNode names) {
        if (names.isMissingNode()) {
            return FINBERT;
        }
        List<Sentiment.Label> labels = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.path(Integer.toString(i)).asText();
            labels.add(
                    switch (name.toLowerCase(Locale.ROOT)) {
                        case "positive", "bullish" -> Sentiment.Label.BULLISH;
                        case "negative", "bearish" -> Sentiment.Label.BEARISH;
                        case "neutral" -> Sentiment.Label.NEUTRAL;
                        default ->
                            throw new IllegalArgumentException(
                                    file + ": label " + i + " is '" + name + "', not positive, negative or neutral");
                    });
        }
        if (labels.stream().distinct().count() != labels.size()
                || !labels.contains(Sentiment.Label.BULLISH)
                || !labels.contains(Sentiment.Label.BEARISH)) {
            throw new IllegalArgumentException(file + ": labels must be positive, negative and neutral, once each");
        }
        return labels;
    }
}
