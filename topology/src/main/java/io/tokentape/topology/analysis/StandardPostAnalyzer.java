package io.tokentape.topology.analysis;

import io.tokentape.topology.event.Event;
import io.tokentape.topology.event.EventClassifier;
import io.tokentape.topology.event.EventOdds;
import io.tokentape.topology.event.PumpDetector;
import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.mention.MentionFinder;
import io.tokentape.topology.mention.TokenRegistry;
import io.tokentape.topology.notice.Announcement;
import io.tokentape.topology.notice.NoticeReader;
import io.tokentape.topology.sentiment.Sentiment;
import io.tokentape.topology.sentiment.SentimentScorer;
import io.tokentape.topology.sentiment.SentimentScorers;
import io.tokentape.topology.signal.Signal;
import io.tokentape.topology.signal.SignalParser;
import io.tokentape.topology.text.Language;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.ReadPost;
import io.tokentape.topology.text.TextPrint;
import io.tokentape.topology.text.TimeExpressions;
import io.tokentape.topology.text.When;
import io.tokentape.topology.text.Words;
import io.tokentape.topology.value.Value;
import io.tokentape.topology.value.ValueFormula;
import io.tokentape.topology.watch.WatchFinder;
import io.tokentape.topology.watch.WatchList;
import io.tokentape.topology.watch.Watched;
import java.util.List;

/**
 * The analysis that ships with the product: grammars, word lists and small trained models over one tokenised copy of the
 * text. Thread-safe; the reference data may change while it works.
 */
public final class StandardPostAnalyzer implements PostAnalyzer {
    /** A post that is rather about something else is a notice too with these odds, if it names a token. */
    private static final double NOTICE_ODDS = 0.2;

    private static final String VERSION = "analysis-2";

    private final Language language = Language.shipped();
    private final TimeExpressions times = TimeExpressions.shipped();
    private final MentionFinder mentions;
    private final SignalParser signals = SignalParser.shipped();
    private final NoticeReader notices = NoticeReader.shipped();
    private final SentimentScorer sentiment;
    private final EventClassifier events = EventClassifier.shipped();
    private final PumpDetector pumps = PumpDetector.shipped();
    private final TargetStances targets = TargetStances.shipped();
    private final ValueFormula values = ValueFormula.shipped();
    private final WatchFinder watched;
    private final UrgencyFinder urgencies;

    /** With this registry and the watched companies and keywords that are shipped. */
    public StandardPostAnalyzer(TokenRegistry registry) {
        this(new ReferenceData(registry, WatchList.shipped(), WatchList.shippedUrgencies()));
    }

    public StandardPostAnalyzer(ReferenceData reference) {
        this(reference, SentimentScorers.named(SentimentScorers.DEFAULT));
    }

    public StandardPostAnalyzer(ReferenceData reference, SentimentScorer sentiment) {
        this.sentiment = sentiment;
        this.mentions = new MentionFinder(reference.tokens());
        this.watched = new WatchFinder(reference.watched());
        this.urgencies = new UrgencyFinder(new WatchFinder(reference.urgencies()));
    }

    @Override
    public Analysis analyze(Post post) {
        ReadPost read = ReadPost.of(post);
        Words title = read.title();
        Words text = read.text();
        List<Mention> found = mentions.find(
                post.source(), post.author(), title, text, post.at().toEpochMilli());
        Signal signal = signals.parse(post.source(), text, found);
        Sentiment said = sentiment.score(read);
        EventOdds odds = events.classify(read, found, signal);
        Event event = odds.event();
        String spoken = language.of(text.count() == 0 && title != null ? title : text);
        List<When> titleTimes = title == null ? List.of() : times.find(title, post.at(), spoken);
        List<When> textTimes = times.find(text, post.at(), spoken);
        Announcement announcement = announcement(read, odds, titleTimes, textTimes, found);
        Watched watch = watched.find(title, text, spoken, post.at().toEpochMilli());
        Analysis.Urgency urgency = urgencies.find(post.at(), title, text, titleTimes, textTimes);
        Value value = values.score(
                read,
                new ValueFormula.Findings(
                        found,
                        odds,
                        !watch.companies().isEmpty(),
                        watch.hasTier1(),
                        urgency != null && urgency.pressing(post.at())));
        return new Analysis(
                spoken,
                targets.settle(title, text, found),
                Stance.settle(said, signal),
                event,
                value,
                signal,
                announcement,
                watch.companies(),
                watch.keywords(),
                urgency,
                pumps.find(read, textTimes),
                TextPrint.of(title, text));
    }

    /** What a post announces, which may be beside what it is rather about; null = nothing. */
    private Announcement announcement(
            ReadPost read, EventOdds odds, List<When> titleTimes, List<When> textTimes, List<Mention> found) {
        Event.Type type = odds.event().type();
        double staged = odds.of(Event.Type.LISTING) + odds.of(Event.Type.TGE) + odds.of(Event.Type.AIRDROP);
        double delisting = odds.of(Event.Type.DELISTING);
        boolean chosen = type == Event.Type.LISTING
                || type == Event.Type.TGE
                || type == Event.Type.AIRDROP
                || type == Event.Type.DELISTING;
        if (!chosen && staged + delisting < NOTICE_ODDS) {
            return null;
        }
        boolean stages = chosen ? type != Event.Type.DELISTING : staged >= delisting;
        Announcement announcement =
                notices.read(read.post(), read.title(), read.text(), titleTimes, textTimes, found, stages);
        return chosen || !announcement.tokens().isEmpty() ? announcement : null;
    }

    @Override
    public String version() {
        return VERSION + "+" + sentiment.version();
    }
}
