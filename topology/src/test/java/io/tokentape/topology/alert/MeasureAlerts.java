package io.tokentape.topology.alert;

import io.tokentape.topology.analysis.Analysis;
import io.tokentape.topology.analysis.PostAnalyzer;
import io.tokentape.topology.analysis.StandardPostAnalyzer;
import io.tokentape.topology.event.Event;
import io.tokentape.topology.event.EventOdds;
import io.tokentape.topology.event.Pump;
import io.tokentape.topology.event.PumpDetector;
import io.tokentape.topology.event.TrainEvents;
import io.tokentape.topology.event.TrainPump;
import io.tokentape.topology.mention.TokenRegistry;
import io.tokentape.topology.text.LabelledPost;
import io.tokentape.topology.text.LabelledSets;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.ReadPost;
import io.tokentape.topology.text.TimeExpressions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * Says how right alerts over posts are on posts labelled by hand. Prints figures only.
 *
 * <pre>MeasureAlerts DATA_FOLDER</pre>
 *
 * <p>Pumps: all messages of the channels with labels, in the order of time, through the pump machine, with scores of models
 * that saw nothing of the channel's family ({@link TrainPump}); a labelled message counts as flagged when it led or added to
 * an alert. Launches, listings and the like: each labelled post alone, each of its tokens a subject; for {@code train.posts} what the
 * post is about is said by models that did not see it.
 */
public final class MeasureAlerts {
    private static final String PUMP = "1";
    private static final String UNSURE = "?";

    /** A pump in the log is the one announced when it began as near to the start that was announced. */
    private static final Duration NEAR = Duration.ofMinutes(20);

    private final LabelledSets sets;
    private final TimeExpressions times = TimeExpressions.shipped();
    private final PostAnalyzer analyzer = new StandardPostAnalyzer(TokenRegistry.shipped());

    private MeasureAlerts(LabelledSets sets) {
        this.sets = sets;
    }

    public static void main(String[] arguments) {
        MeasureAlerts measure = new MeasureAlerts(new LabelledSets(Path.of(arguments[0])));
        measure.kinds("tge");
        measure.kinds("posts");
        measure.kinds("train.posts");
        measure.cost();
        measure.pumps();
    }

    private void pumps() {
        Map<String, String> labels = new TreeMap<>();
        for (LabelledPost labelled : sets.pumpMessages()) {
            labels.put(labelled.post().id(), labelled.label("kind"));
        }
        Map<String, PumpDetector> detectors = TrainPump.outOfFamily(sets);
        Map<String, List<Post>> messages = new TreeMap<>();
        sets.channelMessages(message -> {
            if (detectors.containsKey(message.channel())) {
                messages.computeIfAbsent(message.channel(), channel -> new ArrayList<>())
                        .add(message);
            }
        });
        Map<String, NavigableSet<Instant>> logged = sets.loggedPumps();
        int flagged = 0;
        int pumps = 0;
        int hits = 0;
        int heard = 0;
        int undated = 0;
        List<Long> leads = new ArrayList<>();
        List<Long> loggedLeads = new ArrayList<>();
        int missed = 0;
        for (Map.Entry<String, List<Post>> channel : messages.entrySet()) {
            channel.getValue().sort(Comparator.comparing(Post::at).thenComparing(Post::id));
            ChannelRun run = new ChannelRun(channel.getKey(), detectors.get(channel.getKey()));
            channel.getValue().forEach(run::hear);
            heard += channel.getValue().size();
            for (Post post : channel.getValue()) {
                String label = labels.get(post.id());
                if (label != null && !label.equals(UNSURE)) {
                    boolean flag = run.flagged.contains(post.id());
                    flagged += flag ? 1 : 0;
                    pumps += label.equals(PUMP) ? 1 : 0;
                    hits += flag && label.equals(PUMP) ? 1 : 0;
                }
            }
            Map<Long, Long> firstAlert = run.firstAlertByStart();
            firstAlert.forEach((start, first) -> leads.add(start - first));
            undated += run.undated();
            Instant from = channel.getValue().get(0).at();
            Instant to = channel.getValue().get(channel.getValue().size() - 1).at();
            for (Instant began : logged.getOrDefault(channel.getKey(), Collections.emptyNavigableSet())) {
                if (!began.isBefore(from) && !began.isAfter(to)) {
                    Long lead = lead(firstAlert, began);
                    if (lead == null) {
                        missed++;
                    } else {
                        loggedLeads.add(lead);
                    }
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "pump alerts a message: precision %.3f, recall %.3f, F1 %.3f (%d pumps, %d flagged, of %d labelled; heard %d)%n",
                (double) hits / flagged,
                (double) hits / pumps,
                2.0 * hits / (flagged + pumps),
                pumps,
                flagged,
                labels.size(),
                heard);
        leads("cases with an announced start, before it", leads);
        System.out.println("cases without one: " + undated);
        leads("logged pumps that were announced, before they began", loggedLeads);
        System.out.println("logged pumps without an alert: " + missed);
    }

    private static Long lead(Map<Long, Long> firstAlertByStart, Instant began) {
        Long lead = null;
        for (Map.Entry<Long, Long> one : firstAlertByStart.entrySet()) {
            if (Math.abs(one.getKey() - began.toEpochMilli()) <= NEAR.toMillis()) {
                long ahead = began.toEpochMilli() - one.getValue();
                lead = lead == null ? Long.valueOf(ahead) : Long.valueOf(Math.max(lead, ahead));
            }
        }
        return lead;
    }

    private static void leads(String name, List<Long> leads) {
        Collections.sort(leads);
        int n = leads.size();
        if (n == 0) {
            System.out.println(name + ": none");
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "%s: n=%d, median %.1f min, quartiles %.1f and %.1f, share before %.3f%n",
                name,
                n,
                minutes(leads.get(n / 2)),
                minutes(leads.get(n / 4)),
                minutes(leads.get(3 * n / 4)),
                (double) leads.stream().filter(lead -> lead > 0).count() / n);
    }

    private static double minutes(long millis) {
        return millis / 60_000.0;
    }

    /** The messages of one channel through the machines. */
    private final class ChannelRun {
        private final Subject subject;
        private final PumpDetector detector;
        private final Tape tape;
        private final Set<String> flagged = new HashSet<>();

        ChannelRun(String channel, PumpDetector detector) {
            this.subject = new Subject(Subject.Kind.CHANNEL, "telegram:" + channel);
            this.detector = detector;
            this.tape = new Tape(subject);
        }

        void hear(Post post) {
            ReadPost read = ReadPost.of(post);
            Pump pump = detector.find(read, times.find(read.text(), post.at(), null));
            if (pump == null) {
                return;
            }
            Analysis analysis = analyzer.analyze(post);
            PostBuilder builder = PostBuilder.aPost(post.id())
                    .at(post.at().toString())
                    .by(post.source(), subject.name())
                    .pumpScore(pump.score())
                    .due(pump.start() == null ? null : pump.start().toString());
            if (analysis.signal() != null && !analysis.mentions().isEmpty()) {
                builder.signal(analysis.signal().kind(), analysis.signal().side());
            }
            AlertEvent.PostSeen event = builder.build();
            PumpMachine machine = new PumpMachine();
            Rule rule = AlertRules.shipped().at(machine.id(), subject, event.at());
            Memory memory = tape.state().memory(machine.id());
            tape.hear(event);
            List<Finding> findings = machine.next(subject, memory, event, rule).findings();
            if (!findings.isEmpty() && tape.state().cases().stream().anyMatch(open -> open.isOf(findings.get(0)))) {
                flagged.add(post.id());
            }
        }

        /** Of each case with an announced start: that start, and when the case was told first. */
        Map<Long, Long> firstAlertByStart() {
            Map<String, Long> first = new TreeMap<>();
            Map<String, Long> start = new TreeMap<>();
            for (Alert alert : tape.told()) {
                first.putIfAbsent(alert.caseId(), alert.tDecided());
                if (alert.dueAt() != null) {
                    start.putIfAbsent(
                            alert.caseId(), Instant.parse(alert.dueAt()).toEpochMilli());
                }
            }
            Map<Long, Long> byStart = new TreeMap<>();
            start.forEach((id, at) -> byStart.merge(at, first.get(id), Math::min));
            return byStart;
        }

        int undated() {
            Set<String> all = new HashSet<>();
            Set<String> dated = new HashSet<>();
            for (Alert alert : tape.told()) {
                all.add(alert.caseId());
                if (alert.dueAt() != null) {
                    dated.add(alert.caseId());
                }
            }
            return all.size() - dated.size();
        }
    }

    /** Alerts of each labelled post alone against its label. */
    private void kinds(String name) {
        Map<String, int[]> counts = new TreeMap<>();
        List<LabelledPost> posts = sets.gold(name);
        List<EventOdds> unseen = name.startsWith("train.") ? TrainEvents.outOfFold(sets, posts) : null;
        for (int i = 0; i < posts.size(); i++) {
            LabelledPost labelled = posts.get(i);
            Post post = labelled.post();
            Analysis analysis = analyzer.analyze(post);
            Map<String, String> assets = new LinkedHashMap<>();
            if (analysis.announcement() != null) {
                analysis.announcement().tokens().forEach(token -> assets.put(token, null));
            }
            analysis.mentions().forEach(mention -> {
                if (mention.symbol() != null) {
                    assets.put(mention.symbol(), mention.asset());
                }
            });
            Set<String> right = new HashSet<>();
            labelled.labels().path("tokens").forEach(token -> right.add(token.asText()));
            for (String symbol : assets.keySet()) {
                Event about = unseen == null ? analysis.event() : unseen.get(i).event();
                for (Alert alert : alerts(
                        post,
                        analysis,
                        about,
                        new About(assets.get(symbol), null, symbol, null, null),
                        assets.size())) {
                    String event = alert.kind().name().toLowerCase(Locale.ROOT);
                    boolean told = event.equals(labelled.label("event"));
                    boolean named = !labelled.labels().has("tokens") || right.contains(symbol);
                    count(counts, event, told && named);
                    if (alert.band() != Band.LOW) {
                        count(counts, event + ", medium and high", told && named);
                    }
                    if (alert.stage() != null) {
                        String stage = alert.stage().name().toLowerCase(Locale.ROOT);
                        count(counts, event + ">" + stage, told && named);
                        count(
                                counts,
                                event + ">" + stage + ", stage too",
                                told && named && stage.equals(stage(labelled)));
                    }
                }
            }
        }
        counts.forEach((kind, count) -> System.out.printf(
                Locale.ROOT,
                "%s %s: %d of %d right (%.3f)%n",
                name,
                kind,
                count[0],
                count[1],
                (double) count[0] / count[1]));
    }

    private static String stage(LabelledPost labelled) {
        String stage = labelled.label("stage");
        return "completed".equals(stage) ? "live" : stage;
    }

    private static void count(Map<String, int[]> counts, String kind, boolean right) {
        int[] count = counts.computeIfAbsent(kind, one -> new int[2]);
        count[0] += right ? 1 : 0;
        count[1]++;
    }

    private static List<Alert> alerts(Post post, Analysis analysis, Event event, About about, int symbols) {
        AlertEvent.PostSeen seen = PostBuilder.aPost(post.id())
                .at(post.at().toString())
                .by(post.source(), post.source() + ":" + (post.channel() == null ? post.author() : post.channel()))
                .about(about)
                .words(post.text())
                .event(event.type(), event.confidence())
                .announcement(analysis.announcement())
                .tokens(symbols)
                .build();
        return new Tape(new Subject(Subject.Kind.SYMBOL, about.symbol()))
                .hear(seen)
                .told();
    }

    private void cost() {
        List<ReadPost> read = sets.pumpMessages().stream()
                .map(labelled -> ReadPost.of(labelled.post()))
                .toList();
        PumpDetector detector = PumpDetector.shipped();
        double best = Double.POSITIVE_INFINITY;
        double bestWithReading = Double.POSITIVE_INFINITY;
        int found = 0;
        for (int round = 0; round < 20; round++) {
            long start = System.nanoTime();
            for (ReadPost post : read) {
                found += detector.find(post, List.of()) == null ? 0 : 1;
            }
            long middle = System.nanoTime();
            for (ReadPost post : read) {
                found += detector.find(ReadPost.of(post.post()), List.of()) == null ? 0 : 1;
            }
            best = Math.min(best, (middle - start) / 1000.0 / read.size());
            bestWithReading = Math.min(bestWithReading, (System.nanoTime() - middle) / 1000.0 / read.size());
        }
        System.out.printf(
                Locale.ROOT, "%.2f us a message, %.2f with tokens and features (%d)%n", best, bestWithReading, found);
    }
}
