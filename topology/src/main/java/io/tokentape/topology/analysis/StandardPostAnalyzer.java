package io.tokentape.topology.analysis;

import io.tokentape.topology.event.Event;
import io.tokentape.topology.event.EventRules;
import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.mention.MentionFinder;
import io.tokentape.topology.mention.TokenRegistry;
import io.tokentape.topology.notice.Announcement;
import io.tokentape.topology.notice.NoticeReader;
import io.tokentape.topology.sentiment.LexiconSentimentScorer;
import io.tokentape.topology.sentiment.Sentiment;
import io.tokentape.topology.sentiment.SentimentScorer;
import io.tokentape.topology.signal.Signal;
import io.tokentape.topology.signal.SignalParser;
import io.tokentape.topology.text.Language;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.ReadPost;
import io.tokentape.topology.text.Words;
import io.tokentape.topology.value.Value;
import io.tokentape.topology.value.ValueFormula;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The analysis that ships with the product: rules and lexicons over one tokenised copy of the text. */
public final class StandardPostAnalyzer implements PostAnalyzer {
    private static final String VERSION = "rules-1";

    private final Language language = Language.shipped();
    private final MentionFinder mentions;
    private final SignalParser signals = SignalParser.shipped();
    private final NoticeReader notices = NoticeReader.shipped();
    private final SentimentScorer sentiment = LexiconSentimentScorer.shipped();
    private final EventRules events = EventRules.shipped();
    private final ValueFormula values = ValueFormula.shipped();
    private final WatchedWords watched = WatchedWords.shipped();
    private final UrgencyFinder urgencies = UrgencyFinder.shipped();

    public StandardPostAnalyzer(TokenRegistry registry) {
        this.mentions = new MentionFinder(registry);
    }

    @Override
    public Analysis analyze(Post post) {
        ReadPost read = ReadPost.of(post);
        Words title = read.title();
        Words text = read.text();
        List<Mention> found =
                mentions.find(post.source(), title, text, post.at().toEpochMilli());
        Signal signal = signals.parse(post.source(), text, found);
        Sentiment said = sentiment.score(read);
        Event event = events.classify(post.source(), title, text, found, signal, said);
        Announcement announcement = announcement(post, title, text, found, event);
        Set<String> companies = new LinkedHashSet<>();
        if (title != null) {
            watched.companies(title, companies);
        }
        watched.companies(text, companies);
        List<Analysis.Keyword> keywords = watched.keywords(title, text);
        Analysis.Urgency urgency = urgencies.find(title, text);
        boolean keyword = keywords.stream().anyMatch(watch -> watch.tier() == 1);
        Value value = values.score(
                post,
                text,
                new ValueFormula.Findings(
                        found, event, announcement != null, !companies.isEmpty(), keyword, urgency != null));
        return new Analysis(
                language.of(text.count() == 0 && title != null ? title : text),
                found,
                Stance.settle(said, event, signal),
                event,
                value,
                signal,
                announcement,
                List.copyOf(companies),
                keywords,
                urgency);
    }

    private Announcement announcement(Post post, Words title, Words text, List<Mention> found, Event event) {
        return switch (event.type()) {
            case LISTING, TGE, AIRDROP -> notices.read(post, title, text, found, true);
            case DELISTING -> notices.read(post, title, text, found, false);
            default -> null;
        };
    }

    @Override
    public String version() {
        return VERSION;
    }
}
