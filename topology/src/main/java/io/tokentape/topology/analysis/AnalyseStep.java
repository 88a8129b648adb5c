package io.tokentape.topology.analysis;

import io.tokentape.schemas.avro.AnnouncementStage;
import io.tokentape.schemas.avro.CallEvent;
import io.tokentape.schemas.avro.CallReason;
import io.tokentape.schemas.avro.EventType;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.Keyword;
import io.tokentape.schemas.avro.Level;
import io.tokentape.schemas.avro.LevelUnit;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.Market;
import io.tokentape.schemas.avro.MentionDraft;
import io.tokentape.schemas.avro.MentionKind;
import io.tokentape.schemas.avro.PostMetrics;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.avro.SaidPost;
import io.tokentape.schemas.avro.SentimentLabel;
import io.tokentape.schemas.avro.Side;
import io.tokentape.schemas.avro.SignalKind;
import io.tokentape.schemas.avro.SourcePost;
import io.tokentape.schemas.avro.TextPart;
import io.tokentape.schemas.avro.ValueTerm;
import io.tokentape.topology.account.AccountingStep;
import io.tokentape.topology.account.Outcome;
import io.tokentape.topology.account.PoisonException;
import io.tokentape.topology.event.Pump;
import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.notice.Announcement;
import io.tokentape.topology.signal.CallBook;
import io.tokentape.topology.signal.CallNews;
import io.tokentape.topology.signal.Signal;
import io.tokentape.topology.text.CleanText;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.PostId;
import io.tokentape.topology.text.SourceName;
import io.tokentape.topology.text.TextPrint;
import io.tokentape.topology.watch.CompanySpan;
import io.tokentape.topology.watch.KeywordSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Raw posts in, findings out.
 *
 * <p>In: the raw topics, as bytes, keyed by sayer, so that a post and its repeats, edits and delete meet in one task. Out:
 * an {@link Intelligence} keyed by its id for a post that means no asset; else one {@link MentionDraft} an asset, keyed by
 * the asset, on its way to the asset's state; a {@link SourcePost} keyed by its source for one that is irrelevant or empty.
 * Timestamps stay those of the post. State: what has been seen, per
 * post; the calls and updates of each sayer, and which update is tied to which call.
 *
 * <p>An update meets the calls of its sayer that were known {@code settle} before its own timestamp, so that it does not
 * depend on the order in which posts come within that time.
 *
 * <p>Filtered: {@code repeat} (this revision was seen), {@code empty} (nothing to read), {@code irrelevant} (also a delete
 * of a post that was irrelevant). Dead-lettered: {@code timestamp}, {@code null_key}, {@code null_value},
 * {@code undecodable}, {@code no_id}, {@code long_id}, {@code no_source}, {@code exception}.
 */
public final class AnalyseStep {
    public static final String NODE = "analyse-posts";
    public static final String SEEN_STORE = "seen-posts-store";
    public static final String CALLS_STORE = "calls-store";
    /** So many mentions of a post go on; the rest are a number. */
    public static final int MAX_MENTIONS = 64;

    /** In UTF-16 units; addresses of news items are ids too. */
    private static final int MAX_ID_LENGTH = 4_096;

    private final PostAnalyzer analyzer;
    private final Deserializer<RawPost> posts;
    private final AccountingStep.Books books;
    private final Duration settle;
    private final String topologyVersion;

    public AnalyseStep(
            PostAnalyzer analyzer,
            Deserializer<RawPost> posts,
            AccountingStep.Books books,
            Duration settle,
            String topologyVersion) {
        this.analyzer = analyzer;
        this.posts = posts;
        this.books = books.forStep(NODE);
        this.settle = settle;
        this.topologyVersion = topologyVersion;
    }

    public KStream<String, SpecificRecord> build(KStream<String, byte[]> raw) {
        return raw.process(
                new ProcessorSupplier<String, byte[], String, SpecificRecord>() {
                    @Override
                    public Processor<String, byte[], String, SpecificRecord> get() {
                        return new AnalysePosts();
                    }

                    @Override
                    public Set<StoreBuilder<?>> stores() {
                        Set<StoreBuilder<?>> stores = new LinkedHashSet<>(books.stores());
                        for (String store : List.of(SEEN_STORE, CALLS_STORE)) {
                            stores.add(Stores.keyValueStoreBuilder(
                                    Stores.persistentKeyValueStore(store), Serdes.Bytes(), Serdes.ByteArray()));
                        }
                        return stores;
                    }
                },
                Named.as(NODE));
    }

    private final class AnalysePosts extends AccountingStep<String, byte[]> {
        private KeyValueStore<Bytes, byte[]> seen;
        private KeyValueStore<Bytes, byte[]> calls;

        AnalysePosts() {
            super(books);
        }

        @Override
        public void init(ProcessorContext<String, SpecificRecord> context) {
            super.init(context);
            seen = context.getStateStore(SEEN_STORE);
            calls = context.getStateStore(CALLS_STORE);
        }

        @Override
        protected Outcome handle(Record<String, byte[]> record) {
            RawPost raw = usable(record);
            Post.Source source = source(raw);
            Bytes postKey = Bytes.wrap(SeenPost.key(source.name(), raw.getId()));
            RecordMetadata place = context().recordMetadata().orElseThrow();
            SeenPost.Origin origin = SeenPost.Origin.of(place.topic(), place.offset());
            SeenPost before = SeenPost.decode(seen.get(postKey)).before(origin);
            if (before.repeats(raw.getRevision(), raw.getDeleted())) {
                return Outcome.filtered("repeat");
            }
            // A source that does not count revisions sends its delete with that of the post.
            raw.setRevision(before.next(raw.getRevision(), raw.getDeleted()));
            CleanText title = CleanText.of(raw.getTitle());
            CleanText text = CleanText.of(raw.getText());
            Outcome outcome = read(record, raw, source, title, text, before);
            seen.put(
                    postKey,
                    before.with(raw.getRevision(), outcome.kind() == Outcome.Kind.PUT_OUT, raw.getDeleted(), origin)
                            .encode());
            return outcome;
        }

        private RawPost usable(Record<String, byte[]> record) {
            if (record.key() == null) {
                throw new PoisonException("null_key", "a raw post needs its sayer, or its own id, as key");
            }
            if (record.value() == null) {
                throw new PoisonException("null_value", "a delete is a record with deleted = true");
            }
            RawPost raw = decode(posts, record.value());
            if (raw.getId().isEmpty()) {
                throw new PoisonException("no_id", "a raw post needs its source's id");
            }
            if (raw.getId().length() > MAX_ID_LENGTH) {
                throw new PoisonException("long_id", "an id of a source has " + MAX_ID_LENGTH + " characters at most");
            }
            return raw;
        }

        /**
         * A post that says nothing is dropped, unless a revision of it was put out: then its readers must learn that it says
         * that no longer. A delete of what was never put out is dropped too; one of what never came is not.
         */
        private Outcome read(
                Record<String, byte[]> record,
                RawPost raw,
                Post.Source source,
                CleanText title,
                CleanText text,
                SeenPost before) {
            boolean correctsNothing = before.lastPutOut().isEmpty();
            if (raw.getDeleted() ? correctsNothing && !before.isEmpty() : correctsNothing && isBlank(title, text)) {
                return irrelevant(record, raw, source, before, raw.getDeleted() ? "irrelevant" : "empty");
            }
            Analysis analysis = analyzer.analyze(post(record, raw, source, title, text));
            if (correctsNothing && !raw.getDeleted() && !analysis.relevant()) {
                return irrelevant(record, raw, source, before, "irrelevant");
            }
            Intelligence draft = draft(raw, source, title, text, analysis);
            int corrected = before.lastPutOut().orElse(before.isEmpty() ? raw.getRevision() - 1 : 0);
            if (corrected > 0) {
                String id = PostId.of(source, raw.getId(), corrected);
                draft.setRevises(id);
                draft.setRetracts(raw.getDeleted() ? id : null);
            }
            draft.setRetracted(raw.getDeleted());
            boolean knownSayer = !record.key().equals(raw.getId());
            if (draft.getSignal() != null && knownSayer) {
                keepCalls(record, raw, draft);
            }
            putOut(record, draft, analysis.print());
            return Outcome.PUT_OUT;
        }

        /** Filters a post and tells only its source's statistics of it. */
        private Outcome irrelevant(
                Record<String, byte[]> record, RawPost raw, Post.Source source, SeenPost before, String reason) {
            SourcePost post = SourcePost.newBuilder()
                    .setId(PostId.of(source, raw.getId(), raw.getRevision()))
                    .setSource(SourceName.of(source.name(), clean(raw.getAuthor()), clean(raw.getChannel())))
                    .setEdited(!before.isEmpty() && !raw.getDeleted())
                    .setDeleted(raw.getDeleted())
                    .setLineage(lineage())
                    .build();
            context().forward(new Record<>(post.getSource(), post, record.timestamp()));
            return Outcome.filtered(reason);
        }

        private Lineage lineage() {
            RecordMetadata origin = context().recordMetadata().orElseThrow();
            return new Lineage(
                    origin.topic(), origin.partition(), origin.offset(), topologyVersion, analyzer.version());
        }

        /**
         * Enters a call among those of its sayer, or ties an update to one that is there. Later revisions of an update belong
         * to the call that the first one belonged to. A delete changes nothing that is known.
         */
        private void keepCalls(Record<String, byte[]> record, RawPost raw, Intelligence draft) {
            io.tokentape.schemas.avro.Signal signal = draft.getSignal();
            SayersCalls ofSayer = new SayersCalls(
                    new CallEntries(calls), raw.getSource().name(), record.key(), settle, () -> note("cut_calls"));
            if (signal.getKind() == SignalKind.SIGNAL) {
                if (!raw.getDeleted()) {
                    ofSayer.enter(CallBook.Call.open(draft.getId(), raw.getId(), signal.getBase(), record.timestamp()));
                }
                return;
            }
            ofSayer.link(raw.getId(), signal.getBase(), raw.getReplyTo(), record.timestamp(), !raw.getDeleted())
                    .ifPresent(link -> {
                        signal.setCall(link.call().id());
                        signal.setCallReason(CallReason.valueOf(link.reason().name()));
                        if (ends(signal.getNews().getWhat()) && !raw.getDeleted()) {
                            ofSayer.end(link.call(), record.timestamp());
                        }
                    });
        }

        private static boolean ends(CallEvent what) {
            return what == CallEvent.STOPPED || what == CallEvent.CANCELLED || what == CallEvent.CLOSED;
        }

        private static boolean isBlank(CleanText title, CleanText text) {
            return text.text().isBlank()
                    && (title.text() == null || title.text().isBlank());
        }

        private void putOut(Record<String, byte[]> record, Intelligence draft, TextPrint print) {
            Set<String> assets = new LinkedHashSet<>();
            for (io.tokentape.schemas.avro.Mention mention : draft.getMentions()) {
                if (mention.getAsset() != null) {
                    assets.add(mention.getAsset());
                }
            }
            if (assets.isEmpty()) {
                context().forward(new Record<>(draft.getId(), draft, record.timestamp()));
                return;
            }
            SaidPost said = new SaidPost(
                    print.bytes(),
                    SourceName.of(draft.getType().name(), draft.getAuthor(), draft.getChannel()),
                    draft.getRevises() == null && !draft.getRetracted());
            int part = 0;
            for (String asset : assets) {
                MentionDraft mention = new MentionDraft(
                        draft.getId(), asset, part, assets.size(), part == 0 ? draft : null, null, said, null);
                context().forward(new Record<>(asset, mention, record.timestamp()));
                part++;
            }
        }

        private Intelligence draft(
                RawPost raw, Post.Source source, CleanText title, CleanText text, Analysis analysis) {
            List<Mention> mentions = analysis.mentions();
            int kept = Math.min(mentions.size(), MAX_MENTIONS);
            Set<CleanText.Cut> textCuts = EnumSet.noneOf(CleanText.Cut.class);
            textCuts.addAll(title.cuts());
            textCuts.addAll(text.cuts());
            UnaryOperator<String> clean = original -> {
                CleanText cleaned = CleanText.of(original);
                textCuts.addAll(cleaned.cuts());
                return cleaned.text();
            };
            String postId = clean.apply(raw.getId());
            String author = clean.apply(raw.getAuthor());
            String authorName = clean.apply(raw.getAuthorName());
            String channel = clean.apply(raw.getChannel());
            String channelName = clean.apply(raw.getChannelName());
            String url = clean.apply(raw.getUrl());
            List<String> cuts = new ArrayList<>();
            textCuts.forEach(cut -> cuts.add(cut.name().toLowerCase(Locale.ROOT)));
            if (kept < mentions.size()) {
                cuts.add("mentions");
            }
            cuts.forEach(cut -> note("cut_" + cut));
            PostMetrics metrics = raw.getMetrics();
            return new Intelligence(
                    PostId.of(source, raw.getId(), raw.getRevision()),
                    raw.getSource(),
                    EventType.valueOf(analysis.event().type().name()),
                    postId,
                    raw.getRevision(),
                    null,
                    false,
                    null,
                    author,
                    authorName,
                    raw.getFollowers(),
                    channel,
                    channelName,
                    raw.getPublishedAt(),
                    title.text(),
                    text.text(),
                    url,
                    metrics,
                    analysis.language(),
                    mapped(mentions.subList(0, kept), AnalyseStep::mention),
                    mentions.size() - kept,
                    List.of(),
                    new io.tokentape.schemas.avro.Sentiment(
                            SentimentLabel.valueOf(analysis.sentiment().label().name()),
                            analysis.sentiment().score(),
                            analysis.sentiment().confidence()),
                    new io.tokentape.schemas.avro.Event(
                            EventType.valueOf(analysis.event().type().name()),
                            analysis.event().confidence()),
                    new io.tokentape.schemas.avro.Value(
                            analysis.value().score(),
                            analysis.value().valuable(),
                            mapped(analysis.value().terms(), term -> new ValueTerm(term.name(), term.contribution()))),
                    signal(analysis.signal()),
                    announcement(analysis.announcement()),
                    mapped(analysis.companies(), CompanySpan::company),
                    mapped(analysis.companies(), AnalyseStep::company),
                    mapped(analysis.keywords(), AnalyseStep::keyword),
                    urgency(analysis.urgency()),
                    cuts,
                    analysis.print().bytes(),
                    pump(analysis.pump()),
                    lineage());
        }
    }

    private static Post.Source source(RawPost raw) {
        return switch (raw.getSource()) {
            case TWEET -> Post.Source.TWEET;
            case NEWS -> Post.Source.NEWS;
            case TELEGRAM -> Post.Source.TELEGRAM;
            case REDDIT -> Post.Source.REDDIT;
            case ANNOUNCEMENT -> Post.Source.ANNOUNCEMENT;
            case UNKNOWN -> throw new PoisonException("no_source", "a raw post needs a known source");
        };
    }

    private static Post post(
            Record<String, byte[]> record, RawPost raw, Post.Source source, CleanText title, CleanText text) {
        PostMetrics metrics = raw.getMetrics();
        return new Post(
                source,
                raw.getId(),
                Instant.ofEpochMilli(record.timestamp()),
                clean(raw.getAuthor()),
                raw.getFollowers(),
                clean(raw.getChannel()),
                title.text(),
                text.text(),
                clean(raw.getUrl()),
                metrics == null
                        ? null
                        : new Post.Metrics(
                                metrics.getLikes(),
                                metrics.getReposts(),
                                metrics.getReplies(),
                                metrics.getViews(),
                                metrics.getForwards()));
    }

    private static String clean(String text) {
        return CleanText.of(text).text();
    }

    private static io.tokentape.schemas.avro.CompanySpan company(CompanySpan span) {
        return new io.tokentape.schemas.avro.CompanySpan(
                span.company(), TextPart.valueOf(span.part().name()), span.start(), span.end());
    }

    private static Keyword keyword(KeywordSpan span) {
        return new Keyword(
                span.text(), span.tier(), TextPart.valueOf(span.part().name()), span.start(), span.end());
    }

    private static io.tokentape.schemas.avro.Mention mention(Mention mention) {
        return new io.tokentape.schemas.avro.Mention(
                mention.surface(),
                TextPart.valueOf(mention.part().name()),
                mention.start(),
                mention.end(),
                MentionKind.valueOf(mention.kind().name()),
                mention.symbol(),
                mention.name(),
                mention.token(),
                mention.asset(),
                mention.probability(),
                mention.ambiguous(),
                mapped(
                        mention.candidates(),
                        candidate ->
                                new io.tokentape.schemas.avro.Candidate(candidate.asset(), candidate.probability())),
                mention.stance() == null
                        ? null
                        : SentimentLabel.valueOf(mention.stance().name()));
    }

    private static io.tokentape.schemas.avro.Signal signal(Signal signal) {
        return signal == null
                ? null
                : new io.tokentape.schemas.avro.Signal(
                        SignalKind.valueOf(signal.kind().name()),
                        Market.valueOf(signal.market().name()),
                        signal.base(),
                        signal.quote(),
                        signal.side() == null
                                ? null
                                : Side.valueOf(signal.side().name()),
                        mapped(signal.entries(), AnalyseStep::level),
                        mapped(signal.targets(), AnalyseStep::level),
                        mapped(signal.stops(), AnalyseStep::level),
                        signal.leverageLow(),
                        signal.leverageHigh(),
                        signal.exchange(),
                        signal.problems(),
                        news(signal.news()),
                        null,
                        null);
    }

    private static io.tokentape.schemas.avro.CallNews news(CallNews news) {
        return news == null
                ? null
                : new io.tokentape.schemas.avro.CallNews(
                        CallEvent.valueOf(news.what().name()), news.target(), news.profitPercent());
    }

    private static Level level(Signal.Level level) {
        return new Level(level.value(), LevelUnit.valueOf(level.unit().name()));
    }

    private static io.tokentape.schemas.avro.Announcement announcement(Announcement announcement) {
        return announcement == null
                ? null
                : new io.tokentape.schemas.avro.Announcement(
                        announcement.stage() == null
                                ? AnnouncementStage.UNKNOWN
                                : AnnouncementStage.valueOf(announcement.stage().name()),
                        announcement.project(),
                        announcement.tokens(),
                        announcement.venue(),
                        announcement.whenStart(),
                        announcement.whenEnd(),
                        announcement.whenText());
    }

    private static io.tokentape.schemas.avro.Pump pump(Pump pump) {
        return pump == null ? null : new io.tokentape.schemas.avro.Pump(pump.score(), iso(pump.start()));
    }

    private static io.tokentape.schemas.avro.Urgency urgency(Analysis.Urgency urgency) {
        return urgency == null
                ? null
                : new io.tokentape.schemas.avro.Urgency(
                        TextPart.valueOf(urgency.part().name()),
                        urgency.start(),
                        urgency.end(),
                        urgency.text(),
                        iso(urgency.from()),
                        iso(urgency.until()));
    }

    private static String iso(Instant time) {
        return time == null ? null : time.toString();
    }

    private static <A, B> List<B> mapped(Collection<A> from, Function<A, B> mapping) {
        List<B> to = new ArrayList<>(from.size());
        for (A a : from) {
            to.add(mapping.apply(a));
        }
        return to;
    }

    private record CallEntries(KeyValueStore<Bytes, byte[]> store) implements SayersCalls.Entries {
        @Override
        public byte[] get(byte[] key) {
            return store.get(Bytes.wrap(key));
        }

        @Override
        public void put(byte[] key, byte[] value) {
            store.put(Bytes.wrap(key), value);
        }

        @Override
        public void descending(byte[] from, byte[] to, Predicate<byte[]> reader) {
            try (KeyValueIterator<Bytes, byte[]> entries = store.reverseRange(Bytes.wrap(from), Bytes.wrap(to))) {
                while (entries.hasNext() && reader.test(entries.next().value)) {
                    // the reader has had it
                }
            }
        }
    }
}
