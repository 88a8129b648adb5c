package io.tokentape.topology.text;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * A trained linear model over {@link Features}: for each output the sum of the weights of a post's features, plus that of
 * some further numbers where the model has such inputs. Weights are small whole numbers times one step an output, so that
 * training and use compute the same sums to the bit. A feature that was not seen in training adds nothing. Immutable.
 */
public final class LinearModel {
    private static final int MAGIC = 0x54544C4D;

    private final List<String> outputs;
    private final List<String> inputs;
    private final Map<String, Double> settings;
    private final double[] bias;
    private final double[] steps;
    private final double[] inputWeights;
    private final int features;

    // Open addressing: above the hash of a feature, below its row from 1; 0 is an empty slot.
    private final long[] table;

    private static final long LOW = 0xFFFFFFFFL;

    // Eight weights share a long, and three longs a block; the blocks of a row lie together.
    private final long[] rows;
    private final int blocks;

    private static final int PACKED = Long.BYTES;
    private static final int LONGS = 3;
    private static final int BLOCK = LONGS * PACKED;

    /** Every other byte: with room between them, bytes of many rows are summed by one addition a row. */
    private static final long EVEN = 0x00FF00FF00FF00FFL;

    /** Added to a weight so that none is negative. */
    private static final int LIFT = 128;

    /** So many rows may be summed before a sum of bytes may need more than 16 bits. */
    private static final int MOST_SUMMED = 0xFFFF / 0xFF;

    /**
     * @param outputs names of the outputs
     * @param inputs names of the further inputs
     * @param settings what those who use the model need to know besides, such as a temperature
     * @param hashes of the features, none of them 0, ascending
     * @param featureWeights a row of one weight an output for each feature
     * @param inputWeights a row of one weight an output for each further input
     */
    LinearModel(
            List<String> outputs,
            List<String> inputs,
            Map<String, Double> settings,
            double[] bias,
            double[] steps,
            double[] inputWeights,
            int[] hashes,
            byte[] featureWeights) {
        this.outputs = List.copyOf(outputs);
        this.inputs = List.copyOf(inputs);
        this.settings = new TreeMap<>(settings);
        this.bias = bias.clone();
        this.steps = steps.clone();
        this.inputWeights = inputWeights.clone();
        this.features = hashes.length;
        int width = outputs.size();
        this.blocks = (width + BLOCK - 1) / BLOCK;
        this.rows = new long[hashes.length * blocks * LONGS];
        int capacity = Integer.highestOneBit(Math.max(8, hashes.length)) * 4;
        this.table = new long[capacity];
        for (int i = 0; i < hashes.length; i++) {
            int slot = hashes[i] & capacity - 1;
            while (table[slot] != 0) {
                slot = slot + 1 & capacity - 1;
            }
            table[slot] = (long) hashes[i] << 32 | i + 1;
            for (int output = 0; output < width; output++) {
                long lifted = featureWeights[i * width + output] + LIFT;
                rows[i * blocks * LONGS + output / PACKED] |= lifted << output % PACKED * Byte.SIZE;
            }
        }
    }

    /** Reads a model that lies beside a class. */
    public static LinearModel read(Class<?> owner, String resource) {
        try (InputStream stream = owner.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("there is no model " + resource);
            }
            return read(stream);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    static LinearModel read(InputStream stream) throws IOException {
        DataInputStream in =
                new DataInputStream(new BufferedInputStream(new GZIPInputStream(stream, 1 << 16), 1 << 16));
        if (in.readInt() != MAGIC) {
            throw new IOException("not a model");
        }
        int version = in.readInt();
        if (version != Features.VERSION) {
            throw new IOException("a model of features " + version + ", not " + Features.VERSION);
        }
        List<String> outputs = names(in);
        List<String> inputs = names(in);
        Map<String, Double> settings = new TreeMap<>();
        for (String name : names(in)) {
            settings.put(name, in.readDouble());
        }
        double[] bias = doubles(in, outputs.size());
        double[] steps = doubles(in, outputs.size());
        double[] inputWeights = doubles(in, inputs.size() * outputs.size());
        int[] hashes = new int[in.readInt()];
        long hash = Integer.MIN_VALUE;
        for (int i = 0; i < hashes.length; i++) {
            hash += gap(in);
            hashes[i] = (int) hash;
        }
        byte[] weights = new byte[hashes.length * outputs.size()];
        for (int output = 0; output < outputs.size(); output++) {
            for (int i = 0; i < hashes.length; i++) {
                weights[i * outputs.size() + output] = in.readByte();
            }
        }
        return new LinearModel(outputs, inputs, settings, bias, steps, inputWeights, hashes, weights);
    }

    /** Writes what {@link #read} reads, not yet compressed; the same model gives the same bytes. */
    void write(OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        out.writeInt(MAGIC);
        out.writeInt(Features.VERSION);
        names(out, outputs);
        names(out, inputs);
        names(out, List.copyOf(settings.keySet()));
        doubles(out, settings.values().stream().mapToDouble(Double::doubleValue).toArray());
        doubles(out, bias);
        doubles(out, steps);
        doubles(out, inputWeights);
        int[] hashes = Arrays.stream(table)
                .filter(entry -> entry != 0)
                .mapToInt(entry -> (int) (entry >>> 32))
                .sorted()
                .toArray();
        out.writeInt(hashes.length);
        long last = Integer.MIN_VALUE;
        for (int hash : hashes) {
            gap(out, hash - last);
            last = hash;
        }
        for (int output = 0; output < outputs.size(); output++) {
            for (int hash : hashes) {
                out.writeByte(weight(row(hash), output));
            }
        }
        out.flush();
    }

    /** Names of the outputs, in the order of {@link #scores}. */
    public List<String> outputs() {
        return outputs;
    }

    /** Names of the further inputs, in the order in which they are given. */
    public List<String> inputs() {
        return inputs;
    }

    /** How many features have a weight. */
    public int features() {
        return features;
    }

    /** A number that came with the model. */
    public double setting(String name) {
        Double value = settings.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the model has no setting " + name);
        }
        return value;
    }

    /** @param further one number for each of {@link #inputs}; may be longer */
    public double[] scores(Features post, double[] further) {
        int width = outputs.size();
        double[] scores = bias.clone();
        int[] found = new int[post.count()];
        int[] sums = new int[blocks * BLOCK];
        for (int group = 0; group < Features.groups(); group++) {
            int known = find(post, post.start(group), post.end(group), found);
            if (known == 0) {
                continue;
            }
            sum(found, known, sums);
            double scale = post.scale(group);
            for (int output = 0; output < width; output++) {
                scores[output] += scale * (steps[output] * (sums[output] - LIFT * known));
            }
        }
        for (int input = 0; input < inputs.size(); input++) {
            if (further[input] == 0) {
                continue;
            }
            for (int output = 0; output < width; output++) {
                scores[output] += inputWeights[input * width + output] * further[input];
            }
        }
        return scores;
    }

    /** For a model without further inputs. */
    public double[] scores(Features post) {
        return scores(post, NOTHING);
    }

    private static final double[] NOTHING = new double[0];

    /** Turns scores into probabilities that sum to 1, in place. */
    public static void softmax(double[] scores, double temperature) {
        double most = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            most = Math.max(most, score);
        }
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = StrictMath.exp((scores[i] - most) / temperature);
            sum += scores[i];
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] /= sum;
        }
    }

    public static double sigmoid(double score) {
        return 1 / (1 + StrictMath.exp(-score));
    }

    /** Writes the rows of those features of a post that have one, and says how many they are. */
    private int find(Features post, int start, int end, int[] found) {
        int known = 0;
        for (int feature = start; feature < end; feature++) {
            int row = row(post.hash(feature));
            found[known] = row;
            known += row >= 0 ? 1 : 0;
        }
        return known;
    }

    /** Sums the lifted weights of some rows, by output. */
    private void sum(int[] found, int known, int[] sums) {
        Arrays.fill(sums, 0);
        for (int block = 0; block < blocks; block++) {
            for (int from = 0; from < known; from += MOST_SUMMED) {
                sum(found, from, Math.min(known, from + MOST_SUMMED), block, sums);
            }
        }
    }

    private void sum(int[] found, int from, int to, int block, int[] sums) {
        long even0 = 0;
        long even1 = 0;
        long even2 = 0;
        long odd0 = 0;
        long odd1 = 0;
        long odd2 = 0;
        for (int i = from; i < to; i++) {
            int at = (found[i] * blocks + block) * LONGS;
            long row0 = rows[at];
            long row1 = rows[at + 1];
            long row2 = rows[at + 2];
            even0 += row0 & EVEN;
            odd0 += row0 >>> Byte.SIZE & EVEN;
            even1 += row1 & EVEN;
            odd1 += row1 >>> Byte.SIZE & EVEN;
            even2 += row2 & EVEN;
            odd2 += row2 >>> Byte.SIZE & EVEN;
        }
        int first = block * BLOCK;
        spread(even0, odd0, sums, first);
        spread(even1, odd1, sums, first + PACKED);
        spread(even2, odd2, sums, first + 2 * PACKED);
    }

    private static void spread(long even, long odd, int[] sums, int first) {
        for (int i = 0; i < PACKED; i += 2) {
            sums[first + i] += (int) (even >>> i * Byte.SIZE & 0xFFFF);
            sums[first + i + 1] += (int) (odd >>> i * Byte.SIZE & 0xFFFF);
        }
    }

    private int weight(int row, int output) {
        long packed = rows[row * blocks * LONGS + output / PACKED];
        return (int) (packed >>> output % PACKED * Byte.SIZE & 0xFF) - LIFT;
    }

    /** The row of a feature's weights; -1 = it has none. */
    private int row(int hash) {
        int mask = table.length - 1;
        int slot = hash & mask;
        long entry = table[slot];
        while ((entry >>> 32 ^ hash & LOW) * (entry & LOW) != 0) { // neither it nor empty, in one branch
            slot = slot + 1 & mask;
            entry = table[slot];
        }
        return (int) entry - 1;
    }

    private static List<String> names(DataInputStream in) throws IOException {
        String[] names = new String[in.readInt()];
        for (int i = 0; i < names.length; i++) {
            names[i] = in.readUTF();
        }
        return List.of(names);
    }

    private static void names(DataOutputStream out, List<String> names) throws IOException {
        out.writeInt(names.size());
        for (String name : names) {
            out.writeUTF(name);
        }
    }

    private static double[] doubles(DataInputStream in, int count) throws IOException {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.readDouble();
        }
        return values;
    }

    private static void doubles(DataOutputStream out, double[] values) throws IOException {
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    private static long gap(DataInputStream in) throws IOException {
        long gap = 0;
        int shift = 0;
        while (true) {
            int part = in.readUnsignedByte();
            gap |= (long) (part & 0x7F) << shift;
            if (part < 0x80) {
                return gap;
            }
            shift += 7;
        }
    }

    private static void gap(DataOutputStream out, long gap) throws IOException {
        long rest = gap;
        while (rest >= 0x80) {
            out.writeByte((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }
}
