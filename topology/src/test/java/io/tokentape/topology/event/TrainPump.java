package io.tokentape.topology.event;

import io.tokentape.topology.text.Features;
import io.tokentape.topology.text.LabelledPost;
import io.tokentape.topology.text.LabelledSets;
import io.tokentape.topology.text.LinearModel;
import io.tokentape.topology.text.LinearTrainer;
import io.tokentape.topology.text.NearRepeats;
import io.tokentape.topology.text.ReadPost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Trains the model that tells messages of pumps from all else, and reports what held-out messages say of it: by channel (a
 * channel is judged by a model that saw neither it, nor a channel that says the same, nor a near-repeat of its messages)
 * and by time (the later half by a model of the earlier half).
 *
 * <pre>TrainPump DATA_FOLDER RESOURCES_FOLDER</pre>
 */
public final class TrainPump {
    private static final LinearTrainer TRAINER = new LinearTrainer(1, 2);

    /** A message labelled by hand counts as much as so many of those whose labels are not all right. */
    private static final int TIMES = 2;

    private static final String PUMP = "1";
    private static final String UNSURE = "?";

    /** A message with what is read of it. */
    record Case(LabelledPost labelled, Features features, boolean pump) {
        static Case of(LabelledPost labelled, boolean pump) {
            return new Case(labelled, labelled.features(), pump);
        }

        String channel() {
            return labelled.post().channel();
        }
    }

    private final List<Case> judged = new ArrayList<>();
    private final List<Case> weak = new ArrayList<>();

    private TrainPump(LabelledSets sets) {
        List<LabelledPost> labelled = sets.pumpMessages();
        for (LabelledPost post : labelled) {
            if (!UNSURE.equals(post.label("kind"))) {
                judged.add(Case.of(post, PUMP.equals(post.label("kind"))));
            }
        }
        for (LabelledPost post : WeakPumps.pick(sets, labelled)) {
            weak.add(Case.of(post, PUMP.equals(post.label("kind"))));
        }
        for (LabelledPost post : strangers(labelled, sets.gold("train.posts"))) {
            weak.add(Case.of(post, "pump_call".equals(post.label("event"))));
        }
    }

    /** Those posts that neither come from a channel of the judged messages nor nearly repeat one. */
    private static List<LabelledPost> strangers(List<LabelledPost> judged, List<LabelledPost> posts) {
        Set<String> channels = new HashSet<>();
        List<String> texts = new ArrayList<>();
        for (LabelledPost one : judged) {
            channels.add(one.post().channel());
            texts.add(one.post().text());
        }
        posts.forEach(post -> texts.add(post.post().text()));
        int[] groups = NearRepeats.groups(texts);
        List<LabelledPost> strangers = new ArrayList<>();
        for (int i = 0; i < posts.size(); i++) {
            boolean repeats = groups[judged.size() + i] < judged.size();
            if (!repeats && !channels.contains(posts.get(i).post().channel())) {
                strangers.add(posts.get(i));
            }
        }
        return strangers;
    }

    public static void main(String[] arguments) throws IOException {
        TrainPump training = new TrainPump(new LabelledSets(Path.of(arguments[0])));
        System.out.println(training.weak.stream().filter(Case::pump).count() + " pumps among " + training.weak.size()
                + " weak examples");
        training.byChannel();
        training.byTime();
        List<Case> all = new ArrayList<>(training.judged);
        LinearModel model = model(all, training.weak);
        Path file = Path.of(arguments[1]).resolve("io/tokentape/topology/event").resolve(PumpDetector.RESOURCE);
        LinearTrainer.write(model, file);
        System.out.println(model.features() + " features, " + Files.size(file) + " bytes");
    }

    /**
     * For each channel with messages labelled by hand a detector that saw nothing of its family.
     */
    public static Map<String, PumpDetector> outOfFamily(LabelledSets sets) {
        TrainPump training = new TrainPump(sets);
        int[] groups = groups(training.judged);
        Map<String, String> families = training.families(groups);
        Map<String, PumpDetector> detectors = new TreeMap<>();
        new TreeSet<>(families.values()).forEach(family -> {
            PumpDetector detector = training.detectorWithout(family, families, groups);
            families.forEach((channel, own) -> {
                if (own.equals(family)) {
                    detectors.put(channel, detector);
                }
            });
        });
        return detectors;
    }

    private void byChannel() {
        Map<String, Double> scores = channelScores();
        report("by channel", judged, scores);
        int[] groups = groups(judged);
        List<Case> firsts = new ArrayList<>();
        for (int i = 0; i < groups.length; i++) {
            if (groups[i] == i) {
                firsts.add(judged.get(i));
            }
        }
        report("by channel, near-repeats counted once", firsts, scores);
        Map<String, List<Case>> channels = new TreeMap<>();
        judged.forEach(one -> channels.computeIfAbsent(one.channel(), channel -> new ArrayList<>())
                .add(one));
        channels.forEach((channel, cases) -> report("  " + channel, cases, scores));
    }

    private Map<String, Double> channelScores() {
        int[] groups = groups(judged);
        Map<String, String> families = families(groups);
        Map<String, Double> scores = new TreeMap<>();
        for (String family : new TreeSet<>(families.values())) {
            PumpDetector detector = detectorWithout(family, families, groups);
            for (Case one : judged) {
                if (families.get(one.channel()).equals(family)) {
                    scores.put(
                            one.labelled().post().id(),
                            detector.score(ReadPost.of(one.labelled().post())));
                }
            }
        }
        return scores;
    }

    private PumpDetector detectorWithout(String family, Map<String, String> families, int[] groups) {
        Set<Integer> held = new HashSet<>();
        for (int i = 0; i < groups.length; i++) {
            if (families.get(judged.get(i).channel()).equals(family)) {
                held.add(groups[i]);
            }
        }
        List<Case> learnt = new ArrayList<>();
        for (int i = 0; i < groups.length; i++) {
            if (!held.contains(groups[i])) {
                learnt.add(judged.get(i));
            }
        }
        return new PumpDetector(model(learnt, weak));
    }

    /** Channels that share near-repeats of messages of pumps belong together. */
    private Map<String, String> families(int[] groups) {
        Map<String, String> families = new TreeMap<>();
        judged.forEach(one -> families.put(one.channel(), one.channel()));
        for (int i = 0; i < groups.length; i++) {
            String a = families.get(judged.get(i).channel());
            String b = families.get(judged.get(groups[i]).channel());
            if (judged.get(i).pump() && !a.equals(b)) {
                families.replaceAll((channel, family) -> family.equals(b) ? a : family);
            }
        }
        return families;
    }

    private void byTime() {
        Instant middle = judged.get(judged.size() / 2).labelled().post().at();
        List<Case> before = new ArrayList<>();
        List<Case> after = new ArrayList<>();
        for (Case one : judged) {
            (one.labelled().post().at().isBefore(middle) ? before : after).add(one);
        }
        List<Case> weakBefore = weak.stream()
                .filter(one -> one.labelled().post().at().isBefore(middle))
                .toList();
        PumpDetector detector = new PumpDetector(model(before, weakBefore));
        Map<String, Double> scores = new TreeMap<>();
        for (Case one : after) {
            scores.put(
                    one.labelled().post().id(),
                    detector.score(ReadPost.of(one.labelled().post())));
        }
        report("by time, from " + middle, after, scores);
    }

    private static int[] groups(List<Case> cases) {
        return NearRepeats.groups(
                cases.stream().map(one -> one.labelled().post().text()).toList());
    }

    private static LinearModel model(List<Case> judged, List<Case> weak) {
        List<LinearTrainer.Example> examples = new ArrayList<>();
        int[] groups = groups(judged);
        for (int i = 0; i < groups.length; i++) {
            if (groups[i] == i) {
                examples.add(example(judged.get(i), TIMES));
            }
        }
        weak.forEach(one -> examples.add(example(one, 1)));
        return TRAINER.train(examples, PumpDetector.OUTPUTS, List.of(), Map.of());
    }

    private static LinearTrainer.Example example(Case one, int times) {
        return new LinearTrainer.Example(
                one.features(), new double[0], new byte[] {(byte) (one.pump() ? 1 : -1)}, times);
    }

    private static void report(String name, List<Case> cases, Map<String, Double> scores) {
        for (double threshold : new double[] {0.3, 0.5, 0.7}) {
            int hit = 0;
            int said = 0;
            int so = 0;
            for (Case one : cases) {
                boolean flagged = scores.get(one.labelled().post().id()) >= threshold;
                said += flagged ? 1 : 0;
                so += one.pump() ? 1 : 0;
                hit += flagged && one.pump() ? 1 : 0;
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s at %.1f: precision %.3f, recall %.3f, F1 %.3f (%d of %d, found %d)%n",
                    name,
                    threshold,
                    (double) hit / Math.max(1, said),
                    (double) hit / Math.max(1, so),
                    2.0 * hit / Math.max(1, said + so),
                    so,
                    cases.size(),
                    said);
        }
    }
}
