package io.tokentape.topology.signal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tokentape.topology.mention.MentionFinder;
import io.tokentape.topology.mention.TokenRegistry;
import io.tokentape.topology.text.Features;
import io.tokentape.topology.text.LabelledPost;
import io.tokentape.topology.text.LabelledSets;
import io.tokentape.topology.text.LinearModel;
import io.tokentape.topology.text.LinearTrainer;
import io.tokentape.topology.text.NearRepeats;
import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.Words;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Trains the model that tells calls from updates and from all else, and reports what cross-validation says of it: no
 * channel and no text that nearly repeats another lies on both sides of a fold.
 *
 * <pre>TrainKind DATA_FOLDER RESOURCES_FOLDER</pre>
 *
 * <p>Learns from {@code gold/train.signals}; from the Telegram posts of {@code gold/train.posts} that are neither trade
 * nor pump, as examples of all else; and from posts of {@code tape/bayi-hu-pump-channels.jsonl} (the Telegram set as
 * import file) whose kinds, given by id in {@code kind-labels.tsv}, were read for it. Figures count only the first: the
 * others were chosen because they are hard to tell.
 */
public final class TrainKind {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final LinearTrainer TRAINER = new LinearTrainer(1.5, 3);
    private static final int FOLDS = 10;
    private static final long UNDATED = 1_700_000_000_000L;

    private final SignalParser parser = new SignalParser(SignalWords.shipped(), null);
    private final MentionFinder mentions = new MentionFinder(TokenRegistry.shipped());

    /** One text. @param judged whether figures count it */
    private record Example(String channel, String text, Features features, int kind, boolean judged) {
        int fold() {
            return Math.floorMod(channel.hashCode(), FOLDS);
        }
    }

    private TrainKind() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("usage: TrainKind DATA_FOLDER RESOURCES_FOLDER");
            System.exit(2);
        }
        Path data = Path.of(arguments[0]);
        TrainKind training = new TrainKind();
        List<Example> examples = new ArrayList<>();
        LabelledSets sets = new LabelledSets(data);
        for (LabelledPost post : sets.gold("train.signals")) {
            int kind = KindModel.OUTPUTS.indexOf(post.label("kind"));
            training.add(examples, post.post().channel(), post.post().text(), kind, true);
        }
        for (LabelledPost post : sets.gold("train.posts")) {
            String event = post.label("event");
            boolean trade = event.equals("trade_signal") || event.equals("pump_call");
            if (post.post().source() == Post.Source.TELEGRAM && !trade) {
                training.add(examples, post.post().channel(), post.post().text(), 0, false);
            }
        }
        training.addRead(examples, data.resolve("tape/bayi-hu-pump-channels.jsonl"));
        report(examples);
        LinearModel model = train(examples);
        Path file =
                Path.of(arguments[1]).resolve("io/tokentape/topology/signal").resolve(KindModel.RESOURCE);
        LinearTrainer.write(model, file);
        System.out.println(model.features() + " features, " + Files.size(file) + " bytes");
    }

    private void addRead(List<Example> examples, Path file) throws IOException {
        Map<String, Integer> kinds = new HashMap<>();
        PhraseMap.read(
                TrainKind.class, "kind-labels.tsv", (id, kind) -> kinds.put(id, KindModel.OUTPUTS.indexOf(kind)));
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode post = JSON.readTree(line);
                Integer kind = kinds.remove(post.path("id").asText());
                if (kind != null) {
                    add(
                            examples,
                            post.path("channel").asText(),
                            post.path("text").asText(),
                            kind,
                            false);
                }
            }
        }
        if (!kinds.isEmpty()) {
            throw new IOException("not in " + file + ": " + kinds.keySet());
        }
    }

    private void add(List<Example> examples, String channel, String text, int kind, boolean judged) {
        Words words = Words.of(text);
        Features features = parser.kindFeatures(words, mentions.find(Post.Source.TELEGRAM, null, words, UNDATED));
        if (features != null) {
            examples.add(new Example(channel, text, features, kind, judged));
        }
    }

    private static LinearModel train(List<Example> examples) {
        List<LinearTrainer.Example> rows = new ArrayList<>();
        for (Example example : examples) {
            rows.add(LinearTrainer.Example.choice(
                    example.features(), new double[0], example.kind(), KindModel.OUTPUTS.size()));
        }
        return TRAINER.train(rows, KindModel.OUTPUTS, List.of(), Map.of());
    }

    private static void report(List<Example> examples) {
        int kinds = KindModel.OUTPUTS.size();
        int[][] confusion = new int[kinds][kinds];
        int[] groups = NearRepeats.groups(examples.stream().map(Example::text).toList());
        for (int held = 0; held < FOLDS; held++) {
            Set<Integer> heldGroups = new HashSet<>();
            for (int i = 0; i < groups.length; i++) {
                if (examples.get(i).fold() == held) {
                    heldGroups.add(groups[i]);
                }
            }
            List<Example> learned = new ArrayList<>();
            for (int i = 0; i < groups.length; i++) {
                if (!heldGroups.contains(groups[i])) {
                    learned.add(examples.get(i));
                }
            }
            LinearModel model = train(learned);
            for (int i = 0; i < groups.length; i++) {
                Example example = examples.get(i);
                if (example.fold() == held && example.judged() && groups[i] == i) {
                    confusion[example.kind()][best(model.scores(example.features()))]++;
                }
            }
        }
        double sum = 0;
        for (int kind = 0; kind < kinds; kind++) {
            int said = 0;
            int so = 0;
            for (int other = 0; other < kinds; other++) {
                said += confusion[other][kind];
                so += confusion[kind][other];
            }
            double f1 = 2.0 * confusion[kind][kind] / (said + so);
            sum += f1;
            System.out.printf(Locale.ROOT, "%s F1 %.3f (n=%d)%n", KindModel.OUTPUTS.get(kind), f1, so);
        }
        System.out.printf(
                Locale.ROOT,
                "kind macro-F1 %.3f in %d-fold cross-validation by channel and near repeat%n",
                sum / kinds,
                FOLDS);
    }

    private static int best(double[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }
}
