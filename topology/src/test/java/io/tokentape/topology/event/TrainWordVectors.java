package io.tokentape.topology.event;

import io.tokentape.topology.text.LabelledSets;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.ReadPost;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Learns {@link WordVectors} from posts without labels: skip-gram with negative sampling (Mikolov et al. 2013), one
 * thread, fixed seed.
 *
 * <p>Arguments: a folder of files as {@code tokentape ingest posts} reads them; the folder of the product's resources.
 */
public final class TrainWordVectors {
    private static final int WIDTH = 48;
    private static final int REACH = 6;
    private static final int NEGATIVES = 5;
    private static final int ROUNDS = 4;
    private static final float RATE = 0.035f;
    private static final int SEEN_AT_LEAST = 8;
    private static final int LONGEST = 120;
    private static final double COMMON = 1e-4;

    /** The constant a of the weight of a word, a / (a + share of all words). */
    private static final double WEIGHT = 1e-3;

    private static final int FULL_WEIGHT = 1024;

    private final List<int[]> posts = new ArrayList<>();
    private final List<Long> keys = new ArrayList<>();
    private int[] counts;
    private long total;
    private float[] places;
    private float[] contexts;
    private long seed = 1;

    private TrainWordVectors() {}

    public static void main(String[] arguments) throws IOException {
        TrainWordVectors training = new TrainWordVectors();
        training.read(Path.of(arguments[0]));
        training.learn();
        training.write(Path.of(arguments[1]).resolve("io/tokentape/topology/event/words.gz"));
    }

    private void read(Path folder) throws IOException {
        List<long[]> texts = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                for (Post post : LabelledSets.posts(file)) {
                    long[] text = keys(ReadPost.of(post));
                    if (text.length >= 3 && seen.add(Arrays.hashCode(text))) {
                        texts.add(text);
                    }
                }
            }
        }
        Collections.shuffle(texts, new Random(1));
        Map<Long, int[]> found = new HashMap<>();
        for (long[] text : texts) {
            for (long key : text) {
                found.computeIfAbsent(key, k -> new int[1])[0]++;
                total++;
            }
        }
        Map<Long, Integer> indices = new HashMap<>();
        found.entrySet().stream()
                .filter(entry -> entry.getValue()[0] >= SEEN_AT_LEAST && entry.getKey() != 0)
                .sorted(Comparator.<Map.Entry<Long, int[]>>comparingInt(entry -> -entry.getValue()[0])
                        .thenComparing(Map.Entry::getKey))
                .forEach(entry -> {
                    indices.put(entry.getKey(), keys.size());
                    keys.add(entry.getKey());
                });
        counts = keys.stream().mapToInt(key -> found.get(key)[0]).toArray();
        for (long[] text : texts) {
            posts.add(Arrays.stream(text)
                    .filter(indices::containsKey)
                    .mapToInt(indices::get)
                    .toArray());
        }
        System.out.println(posts.size() + " posts, " + total + " words, " + keys.size() + " of them known");
    }

    private static long[] keys(ReadPost post) {
        List<Long> keys = new ArrayList<>();
        if (post.title() != null) {
            WordVectors.read(post.title(), LONGEST, keys::add);
        }
        WordVectors.read(post.text(), LONGEST, keys::add);
        return keys.stream().mapToLong(Long::longValue).limit(LONGEST).toArray();
    }

    private void learn() {
        places = new float[keys.size() * WIDTH];
        contexts = new float[places.length];
        Random random = new Random(7);
        for (int i = 0; i < places.length; i++) {
            places[i] = (random.nextFloat() - 0.5f) / WIDTH;
        }
        int[] table = table();
        double[] kept = new double[keys.size()];
        for (int i = 0; i < kept.length; i++) {
            double share = (double) counts[i] / total;
            kept[i] = Math.sqrt(COMMON / share) + COMMON / share;
        }
        long known = posts.stream().mapToLong(post -> post.length).sum();
        long done = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int[] post : posts) {
                done += post.length;
                float rate = (float) (RATE * Math.max(0.02, 1 - (double) done / (known * ROUNDS)));
                learn(Arrays.stream(post).filter(word -> draw() < kept[word]).toArray(), table, rate);
            }
        }
    }

    private void learn(int[] words, int[] table, float rate) {
        float[] change = new float[WIDTH];
        for (int i = 0; i < words.length; i++) {
            int reach = 1 + (int) (draw() * REACH);
            for (int j = Math.max(0, i - reach); j <= Math.min(words.length - 1, i + reach); j++) {
                if (j != i) {
                    learn(words[i], words[j] * WIDTH, table, rate, change);
                }
            }
        }
    }

    private void learn(int right, int from, int[] table, float rate, float[] change) {
        Arrays.fill(change, 0);
        for (int n = 0; n <= NEGATIVES; n++) {
            int word = n == 0 ? right : table[(int) (draw() * table.length)];
            if (n > 0 && word == right) {
                continue;
            }
            int to = word * WIDTH;
            float sum = 0;
            for (int i = 0; i < WIDTH; i++) {
                sum += places[from + i] * contexts[to + i];
            }
            double said = 1 / (1 + StrictMath.exp(-sum));
            float step = (float) ((n == 0 ? 1 : 0) - said) * rate;
            for (int i = 0; i < WIDTH; i++) {
                change[i] += step * contexts[to + i];
                contexts[to + i] += step * places[from + i];
            }
        }
        for (int i = 0; i < WIDTH; i++) {
            places[from + i] += change[i];
        }
    }

    /** Words by how often they are drawn: the share to the power of 3/4. */
    private int[] table() {
        double[] shares = Arrays.stream(counts)
                .mapToDouble(count -> StrictMath.pow(count, 0.75))
                .toArray();
        double sum = Arrays.stream(shares).sum();
        int[] table = new int[1 << 21];
        double passed = 0;
        int at = 0;
        for (int word = 0; word < shares.length; word++) {
            passed += shares[word] / sum;
            while (at < table.length && at < passed * table.length) {
                table[at++] = word;
            }
        }
        Arrays.fill(table, at, table.length, shares.length - 1);
        return table;
    }

    private double draw() {
        seed = seed * 6364136223846793005L + 1442695040888963407L;
        return (seed >>> 33) * 0x1.0p-31;
    }

    private void write(Path file) throws IOException {
        byte[] rounded = new byte[places.length];
        short[] weights = new short[keys.size()];
        for (int word = 0; word < weights.length; word++) {
            double squares = 0;
            for (int i = 0; i < WIDTH; i++) {
                squares += (double) places[word * WIDTH + i] * places[word * WIDTH + i];
            }
            for (int i = 0; i < WIDTH; i++) {
                rounded[word * WIDTH + i] =
                        (byte) Math.rint(Byte.MAX_VALUE * places[word * WIDTH + i] / Math.sqrt(squares));
            }
            weights[word] = (short) Math.rint(FULL_WEIGHT * WEIGHT / (WEIGHT + (double) counts[word] / total));
        }
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            WordVectors.write(
                    out, WIDTH, keys.stream().mapToLong(Long::longValue).toArray(), weights, rounded);
        }
    }
}
