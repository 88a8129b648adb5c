package io.tokentape.topology.sentiment;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The scorers to choose from, by name. */
public final class SentimentScorers {
    /** What can be named, for messages. */
    public static final String NAMES = "model, lexicon or onnx:<path of a model>";

    public static final String DEFAULT = "model";

    private static final String LEXICON = "lexicon";

    private static final String ONNX = "onnx:";
    private static final String ONNX_RUNTIME = "ai.onnxruntime.OrtEnvironment";

    private SentimentScorers() {}

    /** Whether a name is one of {@link #NAMES}; says nothing about the path. */
    public static boolean isName(String name) {
        return name.equals(DEFAULT) || name.equals(LEXICON) || name.startsWith(ONNX) && name.length() > ONNX.length();
    }

    /**
     * The scorer of a name, ready for use.
     *
     * @throws IllegalArgumentException in one line, when there is none or it cannot be used
     */
    public static SentimentScorer named(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("sentiment is '" + name + "', expected " + NAMES);
        }
        return switch (name) {
            case DEFAULT -> ModelSentimentScorer.shipped();
            case LEXICON -> LexiconSentimentScorer.shipped();
            default -> onnx(name.substring(ONNX.length()));
        };
    }

    private static SentimentScorer onnx(String path) {
        try {
            Class.forName(ONNX_RUNTIME, false, SentimentScorers.class.getClassLoader());
            return OnnxSentimentScorer.load(Path.of(path));
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "an ONNX model needs com.microsoft.onnxruntime:onnxruntime (a jar, MIT) on the class path", e);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + path + "' is no path", e);
        }
    }
}
