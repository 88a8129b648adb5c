package io.tokentape.topology.sentiment;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.tokentape.topology.text.ReadPost;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/**
 * Asks a sequence classifier in the form of FinBERT: {@code model.onnx} with {@code vocab.txt} beside it and, where its
 * labels are in another order, {@code config.json} (see {@link OnnxSettings}). Title and text are read as one, up to the
 * length that the model takes. The score is the probability of bullish less that of bearish, -1..1, the confidence that
 * of the label.
 *
 * <p>Runs on the calling thread: one thread, operators one after the other, deterministic kernels, no spinning, no memory
 * plan kept for every length of input. Score and confidence are rounded to four places; between kinds of processors they
 * may differ within that. Safe for use by many threads. Costs milliseconds to tenths of a second a post, after its size.
 */
public final class OnnxSentimentScorer implements SentimentScorer {
    private static final String PIECES = "input_ids";
    private static final Set<String> INPUTS = Set.of(PIECES, "attention_mask", "token_type_ids");
    private static final int VERSION_DIGITS = 12;

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Map<String, OnnxJavaType> inputs;
    private final WordPieces words;
    private final OnnxSettings settings;
    private final String version;

    /** Held for reading while the model runs, for writing while it is closed: its memory is not Java's. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private boolean closed;

    private OnnxSentimentScorer(
            OrtEnvironment environment,
            OrtSession session,
            Map<String, OnnxJavaType> inputs,
            WordPieces words,
            OnnxSettings settings,
            String version) {
        this.environment = environment;
        this.session = session;
        this.inputs = inputs;
        this.words = words;
        this.settings = settings;
        this.version = version;
    }

    /**
     * @param model the folder of a model, or its {@code .onnx} file
     * @throws IllegalArgumentException in one line, when it cannot be used
     */
    public static OnnxSentimentScorer load(Path model) {
        Path file = Files.isDirectory(model) ? model.resolve("model.onnx") : model;
        Path folder = file.toAbsolutePath().getParent();
        Path vocabulary = folder.resolve("vocab.txt");
        for (Path needed : new Path[] {file, vocabulary}) {
            if (!Files.isRegularFile(needed) || !Files.isReadable(needed)) {
                throw new IllegalArgumentException(
                        "cannot read " + needed + (Files.exists(needed) ? "" : ": no such file"));
            }
        }
        try {
            OnnxSettings settings = OnnxSettings.read(folder);
            WordPieces words = WordPieces.read(vocabulary, settings.lowerCase());
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            String version = "onnx-" + digest(file, vocabulary, settings);
            OrtSession session = session(environment, file);
            try {
                OnnxSentimentScorer scorer =
                        new OnnxSentimentScorer(environment, session, inputs(session), words, settings, version);
                scorer.probabilities("ok");
                return scorer;
            } catch (OrtException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the model in " + folder + ": " + e.getMessage(), e);
        } catch (OrtException e) {
            throw new IllegalArgumentException(file + " is no model that can be used: " + firstLine(e), e);
        }
    }

    private static OrtSession session(OrtEnvironment environment, Path file) throws OrtException {
        try (OrtSession.SessionOptions options = options()) {
            return environment.createSession(file.toString(), options);
        }
    }

    private static OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.EXTENDED_OPT);
        options.setDeterministicCompute(true);
        options.setMemoryPatternOptimization(false);
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }

    private static Map<String, OnnxJavaType> inputs(OrtSession session) throws OrtException {
        Map<String, OnnxJavaType> types = new HashMap<>();
        session.getInputInfo().forEach((name, info) -> {
            OnnxJavaType type = info.getInfo() instanceof TensorInfo tensor ? tensor.type : OnnxJavaType.UNKNOWN;
            if (!INPUTS.contains(name) || type != OnnxJavaType.INT64 && type != OnnxJavaType.INT32) {
                throw new IllegalArgumentException(
                        "the model wants an input '" + name + "' of " + type + "; known are whole numbers "
                                + INPUTS.stream().sorted().toList());
            }
            types.put(name, type);
        });
        if (!types.containsKey(PIECES)) {
            throw new IllegalArgumentException("the model has no input '" + PIECES + "'");
        }
        return types;
    }

    @Override
    public Sentiment score(ReadPost post) {
        String title = post.title() == null ? "" : post.title().original() + "\n";
        double[] probabilities;
        try {
            probabilities = probabilities(title + post.text().original());
        } catch (OrtException e) {
            throw new IllegalStateException("the model failed: " + firstLine(e), e);
        }
        double bullish = probabilities[settings.labels().indexOf(Sentiment.Label.BULLISH)];
        double bearish = probabilities[settings.labels().indexOf(Sentiment.Label.BEARISH)];
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return new Sentiment(settings.labels().get(best), rounded(bullish - bearish), rounded(probabilities[best]));
    }

    @Override
    public String version() {
        return version;
    }

    /** Gives the model's memory back as soon as nothing is being scored; to score then is refused. */
    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                session.close();
            }
        } catch (OrtException e) {
            throw new IllegalStateException("the model cannot be closed: " + firstLine(e), e);
        } finally {
            use.writeLock().unlock();
        }
    }

    private double[] probabilities(String text) throws OrtException {
        long[] pieces = words.of(text, settings.longestInput());
        Map<String, OnnxTensor> tensors = new HashMap<>();
        use.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the model is closed");
            }
            for (Map.Entry<String, OnnxJavaType> input : inputs.entrySet()) {
                tensors.put(input.getKey(), tensor(input.getValue(), values(input.getKey(), pieces)));
            }
            try (OrtSession.Result result = session.run(tensors)) {
                if (!(result.get(0).getValue() instanceof float[][] outputs)
                        || outputs.length != 1
                        || outputs[0].length != settings.labels().size()) {
                    throw new IllegalArgumentException(
                            "the model must give " + settings.labels().size() + " numbers for a text");
                }
                return softmax(outputs[0]);
            }
        } finally {
            tensors.values().forEach(OnnxTensor::close);
            use.readLock().unlock();
        }
    }

    private static long[] values(String input, long[] pieces) {
        if (input.equals(PIECES)) {
            return pieces;
        }
        long[] same = new long[pieces.length];
        Arrays.fill(same, input.equals("attention_mask") ? 1 : 0);
        return same;
    }

    private OnnxTensor tensor(OnnxJavaType type, long[] values) throws OrtException {
        long[] shape = {1, values.length};
        if (type == OnnxJavaType.INT64) {
            return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
        }
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(values.length * Integer.BYTES).order(ByteOrder.nativeOrder());
        Arrays.stream(values).forEach(value -> bytes.putInt((int) value));
        return OnnxTensor.createTensor(environment, bytes.flip(), shape, OnnxJavaType.INT32);
    }

    private static double[] softmax(float[] outputs) {
        double highest = Double.NEGATIVE_INFINITY;
        for (float output : outputs) {
            if (!Float.isFinite(output)) {
                throw new IllegalStateException("the model gave " + output);
            }
            highest = Math.max(highest, output);
        }
        double[] shares = new double[outputs.length];
        double sum = 0;
        for (int i = 0; i < outputs.length; i++) {
            shares[i] = StrictMath.exp(outputs[i] - highest);
            sum += shares[i];
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    private static double rounded(double value) {
        return StrictMath.rint(value * 10_000) / 10_000;
    }

    /**
     * Of all that decides what is said: the model with the weights that large ones keep in files of its name and an ending
     * more, its pieces, and what was taken from its settings.
     */
    private static String digest(Path model, Path vocabulary, OnnxSettings settings) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : read(model, vocabulary)) {
                digest.update(Long.toString(Files.size(file)).getBytes(StandardCharsets.US_ASCII));
                digest.update((byte) 0);
                try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
            }
            digest.update(settings.toString().getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static List<Path> read(Path model, Path vocabulary) throws IOException {
        String name = model.getFileName().toString();
        try (Stream<Path> files = Files.list(vocabulary.getParent())) {
            return Stream.concat(
                            Stream.of(vocabulary),
                            files.filter(file -> file.getFileName().toString().startsWith(name))
                                    .filter(Files::isRegularFile)
                                    .sorted())
                    .toList();
        }
    }

    private static String firstLine(OrtException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
