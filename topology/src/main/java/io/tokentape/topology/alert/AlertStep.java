package io.tokentape.topology.alert;

import io.tokentape.schemas.avro.AlertCue;
import io.tokentape.schemas.avro.AlertTerm;
import io.tokentape.schemas.avro.AnnouncementStage;
import io.tokentape.schemas.avro.ConfidenceBand;
import io.tokentape.schemas.avro.CueSpan;
import io.tokentape.schemas.avro.EventType;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.ManualEntry;
import io.tokentape.schemas.avro.PostCue;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.SubjectKind;
import io.tokentape.schemas.avro.TextPart;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.schemas.avro.Tri;
import io.tokentape.topology.account.AccountingStep;
import io.tokentape.topology.event.Event;
import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.notice.Announcement;
import io.tokentape.topology.order.OrderedStep;
import io.tokentape.topology.order.Settling;
import io.tokentape.topology.sentiment.Sentiment;
import io.tokentape.topology.signal.Signal;
import io.tokentape.topology.text.Post;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * From cues to alerts.
 *
 * <p>In: {@link AlertCue} keyed by subject. Out: {@link io.tokentape.schemas.avro.Alert} keyed by subject; its timestamp is
 * that of the record or timer that completed the condition, in the order of the tape, {@code settle} behind it. State: what
 * {@link SubjectState} holds of each subject about which something was told or is remembered; an index of when that ends,
 * by time, and one of the posts it stands on, by id, both no larger than it. When all of a subject has ended nothing of it
 * is left.
 *
 * <p>A withdrawal comes to every task, and each takes the post back from the subjects that stand on it there. A cue that
 * comes after its turn is handled at once with its own time.
 */
public final class AlertStep {
    public static final String NODE = "decide-alerts";
    public static final String STATE_STORE = "alert-state-store";
    public static final String ENDS_STORE = "alert-ends-store";
    public static final String POSTS_STORE = "alert-posts-store";

    private static final byte[] PRESENT = {};
    /** Between a post's id and a subject in a key of the index of posts. */
    private static final byte[] END_OF_ID = {0};

    private static final byte[] BEHIND_END_OF_ID = {1};

    private final AlertEngine engine;
    private final Serde<AlertCue> cues;
    private final OrderedStep.Order<AlertCue> order;
    private final String version;

    public AlertStep(
            AlertEngine engine, Serde<AlertCue> cues, AccountingStep.Books books, Settling settling, String version) {
        this.engine = engine;
        this.cues = cues;
        this.order = new OrderedStep.Order<>(books.forStep(NODE), settling, this.cues);
        this.version = version;
    }

    public KStream<String, SpecificRecord> build(KStream<String, AlertCue> bySubject) {
        return bySubject.process(
                new ProcessorSupplier<String, AlertCue, String, SpecificRecord>() {
                    @Override
                    public Processor<String, AlertCue, String, SpecificRecord> get() {
                        return new DecideAlerts();
                    }

                    @Override
                    public Set<StoreBuilder<?>> stores() {
                        Set<StoreBuilder<?>> stores = new LinkedHashSet<>(order.stores());
                        for (String store : List.of(STATE_STORE, ENDS_STORE, POSTS_STORE)) {
                            stores.add(Stores.keyValueStoreBuilder(
                                            Stores.persistentKeyValueStore(store), Serdes.Bytes(), Serdes.ByteArray())
                                    .withCachingEnabled());
                        }
                        return stores;
                    }
                },
                Named.as(NODE));
    }

    private final class DecideAlerts extends OrderedStep<AlertCue> {
        private KeyValueStore<Bytes, byte[]> states;
        private KeyValueStore<Bytes, byte[]> ends;
        private KeyValueStore<Bytes, byte[]> posts;
        /** The earliest time in the index of ends, so that most records need no look at it. */
        private long firstEnd;

        DecideAlerts() {
            super(order);
        }

        @Override
        public void init(ProcessorContext<String, SpecificRecord> context) {
            states = context.getStateStore(STATE_STORE);
            ends = context.getStateStore(ENDS_STORE);
            posts = context.getStateStore(POSTS_STORE);
            firstEnd = readFirstEnd(0);
            super.init(context);
        }

        @Override
        protected String id(AlertCue cue) {
            return cue.getId();
        }

        @Override
        protected void inOrder(Record<String, AlertCue> record) {
            AlertCue cue = record.value();
            AlertEvent event = event(cue, record.timestamp());
            List<Subject> subjects = event instanceof AlertEvent.Withdrawn withdrawn
                    ? standingOn(withdrawn.intelligenceId())
                    : List.of(new Subject(
                            Subject.Kind.valueOf(cue.getSubjectKind().name()), record.key()));
            for (Subject subject : subjects) {
                Kept before = kept(subject);
                AlertEngine.Result result = engine.next(before.state(), subject, event);
                // An end that has moved on is looked up again when the old one comes, which saves a write a record.
                long endsAt = result.state().isEmpty()
                        ? SubjectState.NEVER
                        : Math.min(before.endsAt(), result.state().dueAt());
                keep(subject, before, result.state(), endsAt);
                result.notes().forEach(this::note);
                putOut(subject, result.alerts(), cue.getLineage());
            }
        }

        @Override
        protected void reach(long time) {
            if (time < firstEnd) {
                return;
            }
            List<Bytes> due = new ArrayList<>();
            try (KeyValueIterator<Bytes, byte[]> ending = ends.range(timeKey(firstEnd), timeKey(time + 1))) {
                while (ending.hasNext()) {
                    due.add(ending.next().key);
                }
            }
            for (Bytes end : due) {
                ends.delete(end);
                Subject subject = subject(end.get(), Long.BYTES);
                Kept before = kept(subject);
                AlertEngine.Result result = engine.due(before.state(), subject, time);
                keep(subject, before, result.state(), result.state().dueAt());
                result.notes().forEach(this::note);
                // What a timer puts out was triggered by no record.
                putOut(subject, result.alerts(), new Lineage("", -1, -1L, version, version));
            }
            firstEnd = readFirstEnd(time + 1);
        }

        /** @param from before it there is none; what was deleted there is not walked again */
        private long readFirstEnd(long from) {
            try (KeyValueIterator<Bytes, byte[]> ending = ends.range(timeKey(from), null)) {
                return ending.hasNext()
                        ? ByteBuffer.wrap(ending.next().key.get()).getLong()
                        : SubjectState.NEVER;
            }
        }

        private void putOut(Subject subject, List<Alert> alerts, Lineage lineage) {
            for (Alert alert : alerts) {
                context().forward(new Record<>(subject.name(), avro(alert, lineage), alert.tDecided()));
            }
        }

        private Kept kept(Subject subject) {
            byte[] bytes = states.get(subjectKey(subject));
            if (bytes == null) {
                return new Kept(SubjectState.EMPTY, SubjectState.NEVER);
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            long endsAt = buffer.getLong();
            byte[] state = new byte[buffer.remaining()];
            buffer.get(state);
            return new Kept(StateCodec.decode(state), endsAt);
        }

        private void keep(Subject subject, Kept before, SubjectState after, long endsAt) {
            boolean nothingYet = before.state().isEmpty() && after.isEmpty();
            if (nothingYet || endsAt == before.endsAt() && after.equals(before.state())) {
                return;
            }
            if (endsAt != before.endsAt()) {
                if (before.endsAt() != SubjectState.NEVER) {
                    ends.delete(endKey(before.endsAt(), subject));
                }
                if (endsAt != SubjectState.NEVER) {
                    ends.put(endKey(endsAt, subject), PRESENT);
                    firstEnd = Math.min(firstEnd, endsAt);
                }
            }
            index(subject, before.state().posts(), after.posts());
            if (after.isEmpty()) {
                states.delete(subjectKey(subject));
                return;
            }
            byte[] state = StateCodec.encode(after);
            states.put(
                    subjectKey(subject),
                    ByteBuffer.allocate(Long.BYTES + state.length)
                            .putLong(endsAt)
                            .put(state)
                            .array());
        }

        private void index(Subject subject, Set<String> before, Set<String> after) {
            for (String post : after) {
                if (!before.contains(post)) {
                    posts.put(postKey(post, subject), PRESENT);
                }
            }
            for (String post : before) {
                if (!after.contains(post)) {
                    posts.delete(postKey(post, subject));
                }
            }
        }

        private List<Subject> standingOn(String post) {
            byte[] id = post.getBytes(StandardCharsets.UTF_8);
            List<Subject> subjects = new ArrayList<>();
            try (KeyValueIterator<Bytes, byte[]> standing =
                    posts.range(Bytes.wrap(bytes(id, END_OF_ID)), Bytes.wrap(bytes(id, BEHIND_END_OF_ID)))) {
                while (standing.hasNext()) {
                    KeyValue<Bytes, byte[]> entry = standing.next();
                    subjects.add(subject(entry.key.get(), id.length + 1));
                }
            }
            return subjects;
        }
    }

    /**
     * A subject as the store holds it.
     *
     * @param endsAt under which time it stands in the index of ends
     */
    private record Kept(SubjectState state, long endsAt) {}

    private static Bytes subjectKey(Subject subject) {
        return Bytes.wrap(bytes(subject));
    }

    private static Bytes endKey(long at, Subject subject) {
        return Bytes.wrap(bytes(timeKey(at).get(), bytes(subject)));
    }

    /** Eight bytes, big end first, so that keys sort by time. */
    private static Bytes timeKey(long at) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(at).array());
    }

    private static Bytes postKey(String post, Subject subject) {
        return Bytes.wrap(bytes(bytes(post.getBytes(StandardCharsets.UTF_8), END_OF_ID), bytes(subject)));
    }

    private static byte[] bytes(Subject subject) {
        return bytes(
                new byte[] {(byte) subject.kind().ordinal()}, subject.name().getBytes(StandardCharsets.UTF_8));
    }

    private static Subject subject(byte[] key, int from) {
        return new Subject(
                Subject.Kind.values()[key[from]],
                new String(key, from + 1, key.length - from - 1, StandardCharsets.UTF_8));
    }

    private static byte[] bytes(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    /** What a cue is to the machines. */
    public static AlertEvent event(AlertCue cue, long at) {
        if (cue.getWithdrawn() != null) {
            return new AlertEvent.Withdrawn(cue.getId(), at, cue.getWithdrawnAt(), cue.getWithdrawn());
        }
        if (cue.getPost() != null) {
            return event(cue.getPost(), at);
        }
        if (cue.getStats() != null) {
            return event(cue.getId(), cue.getStats(), at);
        }
        return cue.getState() != null ? event(cue.getId(), cue.getState(), at) : event(cue.getManual(), at);
    }

    private static AlertEvent event(PostCue post, long at) {
        return new AlertEvent.PostSeen(
                post.getIntelligenceId(),
                at,
                new About(
                        post.getAsset(),
                        post.getToken(),
                        post.getSymbol(),
                        post.getCompany(),
                        constant(Priority.class, post.getPriority())),
                post.getRevision(),
                post.getPublishedAt(),
                constant(Post.Source.class, post.getSource()),
                post.getAccount(),
                post.getFollowers(),
                post.getLanguage(),
                post.getWords(),
                post.getSpans().stream().map(AlertStep::span).toList(),
                post.getProbability(),
                new Event(type(post.getEvent().getType()), post.getEvent().getConfidence()),
                constant(Sentiment.Label.class, post.getStance()),
                announcement(post.getAnnouncement()),
                constant(Signal.Kind.class, post.getSignal()),
                constant(Signal.Side.class, post.getSide()),
                post.getValue(),
                post.getValuable(),
                post.getCompanies(),
                post.getTokens(),
                post.getDueFrom(),
                post.getDueUntil(),
                post.getAmountUsd(),
                post.getStory() == null
                        ? null
                        : new AlertEvent.Campaign(post.getStory(), post.getStorySize(), post.getStorySources()),
                post.getLiquidityUsd(),
                post.getMarketCapUsd(),
                post.getPumpScore());
    }

    private static AlertEvent.Span span(CueSpan span) {
        return new AlertEvent.Span(
                constant(Mention.Part.class, span.getPart()), span.getStart(), span.getEnd(), span.getText());
    }

    private static Event.Type type(EventType type) {
        return type == EventType.UNKNOWN ? Event.Type.OTHER : Event.Type.valueOf(type.name());
    }

    private static Announcement announcement(io.tokentape.schemas.avro.Announcement announcement) {
        return announcement == null
                ? null
                : new Announcement(
                        announcement.getStage() == AnnouncementStage.UNKNOWN
                                ? null
                                : Announcement.Stage.valueOf(
                                        announcement.getStage().name()),
                        announcement.getProject(),
                        announcement.getTokens(),
                        announcement.getVenue(),
                        announcement.getWhenStart(),
                        announcement.getWhenEnd(),
                        announcement.getWhenText());
    }

    private static AlertEvent event(String id, TokenStats stats, long at) {
        return new AlertEvent.Window(
                id,
                at,
                new About(stats.getAsset(), stats.getToken(), null, null, null),
                stats.getWindowMillis(),
                stats.getWindowEnd(),
                stats.getRevision(),
                stats.getMentions(),
                stats.getStories(),
                stats.getSources(),
                stats.getBullish(),
                stats.getNeutral(),
                stats.getBearish(),
                stats.getStance(),
                stats.getStanceConfidence(),
                stats.getLargestCampaign(),
                stats.getUsualStories(),
                stats.getUsualSpread(),
                stats.getPastWindows(),
                stats.getVelocity(),
                stats.getEvidence());
    }

    private static AlertEvent event(String id, TokenState state, long at) {
        return new AlertEvent.Observation(
                id,
                at,
                new About(state.getAsset(), null, null, null, null),
                state.getProvider(),
                state.getPool(),
                state.getObservedAt(),
                state.getLiquidityUsd(),
                state.getMarketCapUsd(),
                state.getTop10Share(),
                state.getCreatorShare(),
                state.getBuyTax(),
                state.getSellTax(),
                state.getLpLockedShare(),
                state.getBondingCurveProgress(),
                flag(state.getHoneypot()),
                flag(state.getCannotSell()),
                flag(state.getMintable()),
                flag(state.getFreezable()),
                flag(state.getProxy()),
                flag(state.getOwnershipRenounced()));
    }

    private static AlertEvent event(ManualEntry entry, long at) {
        return new AlertEvent.Entry(
                entry.getId(),
                at,
                new About(
                        entry.getAlert().getAsset(),
                        null,
                        null,
                        entry.getAlert().getCompany(),
                        null),
                entry.getRevision(),
                entry.getDeleted(),
                entry.getAlert().getTitle(),
                entry.getAlert().getContent(),
                entry.getAlert().getConfidence(),
                entry.getEnteredBy(),
                entry.getEnteredAt());
    }

    private static Boolean flag(Tri flag) {
        return flag == Tri.UNKNOWN ? null : Boolean.valueOf(flag == Tri.YES);
    }

    /** Of an enum with the same names; null for what is unknown. */
    private static <E extends Enum<E>> E constant(Class<E> type, Enum<?> constant) {
        return constant.name().equals("UNKNOWN") ? null : Enum.valueOf(type, constant.name());
    }

    /** An alert as it goes to its topic. */
    public static io.tokentape.schemas.avro.Alert avro(Alert alert, Lineage lineage) {
        About about = alert.about();
        return io.tokentape.schemas.avro.Alert.newBuilder()
                .setId(alert.id())
                .setCaseId(alert.caseId())
                .setStep(alert.step())
                .setKind(
                        io.tokentape.schemas.avro.AlertKind.valueOf(alert.kind().name()))
                .setSubjectKind(SubjectKind.valueOf(alert.subject().kind().name()))
                .setSubject(alert.subject().name())
                .setAsset(about.asset())
                .setToken(about.token())
                .setSymbol(about.symbol())
                .setCompany(about.company())
                .setPriority(
                        about.priority() == null
                                ? io.tokentape.schemas.avro.Priority.UNKNOWN
                                : io.tokentape.schemas.avro.Priority.valueOf(
                                        about.priority().name()))
                .setVenue(alert.venue())
                .setFromStage(stage(alert.fromStage()))
                .setStage(stage(alert.stage()))
                .setDueAt(alert.dueAt())
                .setTitle(alert.title())
                .setContent(alert.content())
                .setConfidence(alert.confidence())
                .setBand(ConfidenceBand.valueOf(alert.band().name()))
                .setTerms(alert.terms().stream()
                        .map(term -> new AlertTerm(term.name(), term.value(), term.threshold(), term.contribution()))
                        .toList())
                .setEvidence(alert.evidence().stream().map(AlertStep::evidence).toList())
                .setEvidenceOmitted(alert.evidenceOmitted())
                .setRetracted(alert.retracted())
                .setRule(alert.rule())
                .setManualId(alert.manualId())
                .setEnteredBy(alert.enteredBy())
                .setTSource(alert.tSource())
                .setTLearned(alert.tLearned())
                .setTDecided(alert.tDecided())
                .setLineage(lineage)
                .build();
    }

    private static io.tokentape.schemas.avro.LaunchStage stage(LaunchStage stage) {
        return stage == null ? null : io.tokentape.schemas.avro.LaunchStage.valueOf(stage.name());
    }

    private static io.tokentape.schemas.avro.Evidence evidence(Evidence evidence) {
        return new io.tokentape.schemas.avro.Evidence(
                evidence.intelligenceId(),
                evidence.source() == null
                        ? PostSource.UNKNOWN
                        : PostSource.valueOf(evidence.source().name()),
                evidence.account(),
                evidence.learnedAt(),
                evidence.part() == null
                        ? TextPart.UNKNOWN
                        : TextPart.valueOf(evidence.part().name()),
                evidence.start(),
                evidence.end(),
                evidence.text());
    }
}
