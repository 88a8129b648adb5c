package io.tokentape.topology.alert;

import io.tokentape.schemas.avro.AlertCue;
import io.tokentape.schemas.avro.Announcement;
import io.tokentape.schemas.avro.CompanySpan;
import io.tokentape.schemas.avro.CueSpan;
import io.tokentape.schemas.avro.EventType;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.JoinedAsset;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.Mention;
import io.tokentape.schemas.avro.PostCue;
import io.tokentape.schemas.avro.SentimentLabel;
import io.tokentape.schemas.avro.Side;
import io.tokentape.schemas.avro.SignalKind;
import io.tokentape.schemas.avro.SubjectKind;
import io.tokentape.schemas.avro.TextPart;
import io.tokentape.topology.account.AccountingStep;
import io.tokentape.topology.account.Outcome;
import io.tokentape.topology.account.PoisonException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * What alerts want to know of relevant posts.
 *
 * <p>In: {@code intelligence} as bytes. Out: one {@link AlertCue} a subject, keyed by the subject, of posts that some
 * machine could use; and one withdrawal for each post that takes back or replaces another, keyed by the id of the one that is
 * gone, since nobody knows here which subjects that one had. Timestamps stay those of the post. State: none but the books.
 *
 * <p>Subjects are the assets of the post; else of a watched company the company, where none of the assets is its own; else
 * the symbol of a token that no registry knows. So one cause meets under one key. Of a post that reads like one of a pump the
 * channel is a subject besides: its announcements name no coin.
 *
 * <p>Filtered: {@code no_cue}. Noted: {@code cut_subjects}. Dead-lettered: {@code timestamp}, {@code null_value},
 * {@code undecodable}.
 */
public final class CuesStep {
    public static final String NODE = "find-alert-cues";

    /** A post about more subjects is a list, and the rest of them are a number. */
    private static final int MOST_SUBJECTS = 16;

    private static final int MOST_SPANS = 4;
    private static final int MOST_WORDS = 160;
    private static final int MOST_SYMBOL = 15;
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** What a post may be about for a machine to hear of it; announcements and calls are heard whatever they are about. */
    private static final Set<EventType> HEARD = EnumSet.of(
            EventType.LISTING,
            EventType.DELISTING,
            EventType.TGE,
            EventType.HACK,
            EventType.SCAM_WARNING,
            EventType.REGULATION,
            EventType.WHALE,
            EventType.PUMP_CALL);

    /** Of these the amount matters. */
    private static final Set<EventType> WITH_AMOUNT = EnumSet.of(EventType.HACK, EventType.WHALE);

    private final Deserializer<Intelligence> posts;
    private final WatchedCompanies companies;
    private final AccountingStep.Books books;

    public CuesStep(Deserializer<Intelligence> posts, WatchedCompanies companies, AccountingStep.Books books) {
        this.posts = posts;
        this.companies = companies;
        this.books = books.forStep(NODE);
    }

    public KStream<String, SpecificRecord> build(KStream<String, byte[]> intelligence) {
        return intelligence.process(
                new ProcessorSupplier<String, byte[], String, SpecificRecord>() {
                    @Override
                    public Processor<String, byte[], String, SpecificRecord> get() {
                        return new FindCues();
                    }

                    @Override
                    public Set<StoreBuilder<?>> stores() {
                        return books.stores();
                    }
                },
                Named.as(NODE));
    }

    private final class FindCues extends AccountingStep<String, byte[]> {
        FindCues() {
            super(books);
        }

        @Override
        protected Outcome handle(Record<String, byte[]> record) {
            if (record.value() == null) {
                throw new PoisonException("null_value", "intelligence is never taken back by a null");
            }
            Intelligence post = decode(posts, record.value());
            RecordMetadata origin = context().recordMetadata().orElseThrow();
            Lineage lineage = post.getLineage();
            lineage.setTopic(origin.topic());
            lineage.setPartition(origin.partition());
            lineage.setOffset(origin.offset());
            Map<String, AlertCue> cues = cues(post, record.timestamp(), companies);
            if (cues.size() > MOST_SUBJECTS) {
                note("cut_subjects");
            }
            cues.entrySet().stream()
                    .limit(MOST_SUBJECTS)
                    .forEach(cue -> context().forward(new Record<>(cue.getKey(), cue.getValue(), record.timestamp())));
            Optional<AlertCue> withdrawal = withdrawal(post);
            withdrawal.ifPresent(cue -> context().forward(new Record<>(cue.getWithdrawn(), cue, record.timestamp())));
            return cues.isEmpty() && withdrawal.isEmpty() ? Outcome.filtered("no_cue") : Outcome.PUT_OUT;
        }
    }

    /** What goes on of a post, by subject, in the order in which they go: the step itself, without its books. */
    public static Map<String, AlertCue> cuesOf(Intelligence post, long at, WatchedCompanies companies) {
        Map<String, AlertCue> kept = new LinkedHashMap<>();
        cues(post, at, companies).entrySet().stream()
                .limit(MOST_SUBJECTS)
                .forEach(cue -> kept.put(cue.getKey(), cue.getValue()));
        return kept;
    }

    /** What a post takes back or replaces; empty = nothing. */
    public static Optional<AlertCue> withdrawal(Intelligence post) {
        return Optional.ofNullable(post.getRevises())
                .map(gone -> AlertCue.newBuilder()
                        // Sorts behind the new revision, which may carry on what the old one carried.
                        .setId(post.getId() + "/withdrawn")
                        .setWithdrawn(gone)
                        .setWithdrawnAt(post.getPublishedAt())
                        .setLineage(post.getLineage())
                        .build());
    }

    private static Map<String, AlertCue> cues(Intelligence post, long at, WatchedCompanies companies) {
        if (post.getRetracted() || !isHeard(post)) {
            return Map.of();
        }
        return new Subjects(post, at, companies).cues();
    }

    private static boolean isHeard(Intelligence post) {
        return HEARD.contains(post.getEvent().getType())
                || post.getAnnouncement() != null
                || post.getPump() != null
                || post.getSignal() != null && post.getSignal().getKind() == SignalKind.SIGNAL;
    }

    /** The subjects of one post, as of its time. */
    private static final class Subjects {
        private final Intelligence post;
        private final long at;
        private final WatchedCompanies companies;
        private final Double amountUsd;
        private final Map<String, AlertCue> cues = new LinkedHashMap<>();
        /** Companies of which a subject was found. */
        private final Set<String> covered = new LinkedHashSet<>();

        Subjects(Intelligence post, long at, WatchedCompanies companies) {
            this.post = post;
            this.at = at;
            this.companies = companies;
            this.amountUsd = WITH_AMOUNT.contains(post.getEvent().getType()) ? amount() : null;
        }

        Map<String, AlertCue> cues() {
            // First, since of a long list the last are cut.
            if (post.getPump() != null
                    && post.getChannel() != null
                    && !post.getChannel().isBlank()) {
                PostCue cue = cue();
                cue.setDueFrom(post.getPump().getStart());
                cue.setDueUntil(null);
                put(SubjectKind.CHANNEL, source() + ':' + post.getChannel(), cue);
            }
            for (JoinedAsset asset : post.getAssets()) {
                asset(asset);
            }
            symbols().forEach(this::symbol);
            for (CompanySpan span : post.getCompanySpans()) {
                if (!covered.contains(span.getCompany())) {
                    company(span.getCompany(), null);
                }
            }
            return cues;
        }

        private void asset(JoinedAsset joined) {
            PostCue cue = cue();
            cue.setAsset(joined.getAsset());
            SentimentLabel stance = null;
            for (Mention mention : post.getMentions()) {
                if (joined.getAsset().equals(mention.getAsset())) {
                    cue.setToken(mention.getToken());
                    cue.setSymbol(mention.getSymbol());
                    cue.setProbability(Math.max(cue.getProbability(), mention.getProbability()));
                    stance = stance == null ? mention.getStance() : stance;
                    span(cue, mention);
                }
            }
            cue.setStance(stance == null ? post.getSentiment().getLabel() : stance);
            if (cue.getToken() != null) {
                companies.findByToken(cue.getToken(), at).ifPresent(company -> belongs(cue, company));
            }
            if (joined.getState() != null) {
                cue.setLiquidityUsd(joined.getState().getLiquidityUsd());
                cue.setMarketCapUsd(joined.getState().getMarketCapUsd());
            }
            if (joined.getStory() != null) {
                cue.setStory(joined.getStory().getId());
                cue.setStorySize(joined.getStory().getCampaignSize());
                cue.setStorySources(joined.getStory().getSources());
            }
            put(SubjectKind.ASSET, joined.getAsset(), cue);
        }

        /** Symbols that stand for no asset of the post. */
        private Set<String> symbols() {
            Set<String> known = new LinkedHashSet<>();
            Set<String> unknown = new LinkedHashSet<>();
            for (Mention mention : post.getMentions()) {
                if (mention.getSymbol() != null) {
                    (mention.getAsset() == null ? unknown : known).add(mention.getSymbol());
                }
            }
            if (post.getAnnouncement() != null) {
                unknown.addAll(post.getAnnouncement().getTokens());
            }
            unknown.removeAll(known);
            unknown.removeIf(symbol -> symbol.isBlank() || symbol.length() > MOST_SYMBOL);
            return unknown;
        }

        private void symbol(String symbol) {
            Optional<WatchedCompanies.Version> company = companies.findBySymbol(symbol, at);
            if (company.isPresent()) {
                company(company.get().id(), symbol);
                return;
            }
            PostCue cue = cue();
            spans(cue, symbol);
            cue.setSymbol(symbol);
            put(SubjectKind.SYMBOL, symbol, cue);
        }

        /** @param symbol by which the company was found; null = by its name */
        private void company(String id, String symbol) {
            if (cues.containsKey(id)) {
                return;
            }
            PostCue cue = cue();
            cue.setProbability(1);
            cue.setSymbol(symbol);
            cue.setCompany(id);
            covered.add(id);
            companies.find(id, at).ifPresent(company -> belongs(cue, company));
            for (CompanySpan span : post.getCompanySpans()) {
                if (span.getCompany().equals(id)) {
                    cue.getSpans().add(new CueSpan(span.getPart(), span.getStart(), span.getEnd(), text(span)));
                }
            }
            if (symbol != null) {
                spans(cue, symbol);
            }
            put(SubjectKind.COMPANY, id, cue);
        }

        private String text(CompanySpan span) {
            String part = span.getPart() == TextPart.TITLE ? post.getTitle() : post.getText();
            return part == null || span.getEnd() > part.length() ? "" : part.substring(span.getStart(), span.getEnd());
        }

        private void spans(PostCue cue, String symbol) {
            for (Mention mention : post.getMentions()) {
                if (symbol.equals(mention.getSymbol())) {
                    cue.setProbability(Math.max(cue.getProbability(), mention.getProbability()));
                    span(cue, mention);
                }
            }
        }

        private void belongs(PostCue cue, WatchedCompanies.Version company) {
            cue.setCompany(company.id());
            cue.setPriority(
                    company.priority() == null
                            ? io.tokentape.schemas.avro.Priority.UNKNOWN
                            : io.tokentape.schemas.avro.Priority.valueOf(
                                    company.priority().name()));
            covered.add(company.id());
        }

        private void put(SubjectKind kind, String subject, PostCue cue) {
            cues.putIfAbsent(
                    subject,
                    AlertCue.newBuilder()
                            .setId(post.getId())
                            .setSubjectKind(kind)
                            .setPost(cue)
                            .setLineage(post.getLineage())
                            .build());
        }

        private PostCue cue() {
            Announcement announcement = post.getAnnouncement();
            boolean calls = post.getSignal() != null;
            return PostCue.newBuilder()
                    .setIntelligenceId(post.getId())
                    .setRevision(post.getRevision())
                    .setPublishedAt(post.getPublishedAt())
                    .setSource(post.getType())
                    .setAccount(account())
                    .setFollowers(post.getFollowers())
                    .setLanguage(post.getLanguage())
                    .setWords(words())
                    .setSpans(new ArrayList<>())
                    .setProbability(0)
                    .setEvent(post.getEvent())
                    .setStance(post.getSentiment().getLabel())
                    .setAnnouncement(announcement)
                    .setSignal(calls ? post.getSignal().getKind() : SignalKind.UNKNOWN)
                    .setSide(
                            calls && post.getSignal().getSide() != null
                                    ? post.getSignal().getSide()
                                    : Side.UNKNOWN)
                    .setValue(post.getValue().getScore())
                    .setValuable(post.getValue().getValuable())
                    .setCompanies(post.getCompanies())
                    .setTokens(post.getAssets().size())
                    .setDueFrom(
                            post.getUrgency() == null ? null : post.getUrgency().getWhenStart())
                    .setDueUntil(
                            post.getUrgency() == null ? null : post.getUrgency().getWhenEnd())
                    .setAmountUsd(amountUsd)
                    .setPumpScore(post.getPump() == null ? null : post.getPump().getScore())
                    .build();
        }

        private Double amount() {
            OptionalDouble ofTitle =
                    post.getTitle() == null ? OptionalDouble.empty() : Amounts.largestUsd(post.getTitle());
            OptionalDouble ofText = Amounts.largestUsd(post.getText());
            if (ofTitle.isEmpty() && ofText.isEmpty()) {
                return null;
            }
            return Math.max(ofTitle.orElse(0), ofText.orElse(0));
        }

        private String source() {
            return post.getType().name().toLowerCase(Locale.ROOT);
        }

        private String account() {
            String name = post.getAuthor() == null ? post.getChannel() : post.getAuthor();
            return name == null ? null : source() + ':' + name;
        }

        private String words() {
            boolean titled = post.getTitle() != null && !post.getTitle().isBlank();
            String start = titled ? post.getTitle() : post.getText();
            String line = BLANKS.matcher(start.substring(0, Math.min(start.length(), 2 * MOST_WORDS)))
                    .replaceAll(" ")
                    .strip();
            return cut(line);
        }
    }

    private static void span(PostCue cue, Mention mention) {
        if (cue.getSpans().size() < MOST_SPANS) {
            cue.getSpans()
                    .add(new CueSpan(
                            mention.getPart(), mention.getStart(), mention.getEnd(), cut(mention.getSurface())));
        }
    }

    private static String cut(String line) {
        if (line.length() <= MOST_WORDS) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(MOST_WORDS - 1)) ? MOST_WORDS - 1 : MOST_WORDS;
        return line.substring(0, end);
    }
}
