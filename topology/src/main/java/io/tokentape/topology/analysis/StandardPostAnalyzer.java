package io.tokentape.topology.analysis;

import io.tokentape.topology.event.Event;
import io.tokentape.topology.event.EventRules;
import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.mention.MentionFinder;
import io.tokentape.topology.mention.TokenRegistry;
import io.tokentape.topology.sentiment.LexiconSentimentScorer;
import io.tokentape.topology.sentiment.Sentiment;
import io.tokentape.topology.sentiment.SentimentScorer;
import io.tokentape.topology.signal.Signal;
import io.tokentape.topology.signal.SignalParser;
import io.tokentape.topology.text.Language;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.Words;
import io.tokentape.topology.value.Value;
import java.util.List;

/** The analysis that ships with the product: rules and lexicons over one tokenised copy of the text. */
public final class StandardPostAnalyzer implements PostAnalyzer {
    private static final String VERSION = "rules-1";

    private final Language language = Language.shipped();
    private final MentionFinder mentions;
    private final SentimentScorer sentiment = LexiconSentimentScorer.shipped();
    private final EventRules events = EventRules.shipped();
    private final SignalParser signals = SignalParser.shipped();

    public StandardPostAnalyzer(TokenRegistry registry) {
        this.mentions = new MentionFinder(registry);
    }

    @Override
    public Analysis analyze(Post post) {
        long at = post.at().toEpochMilli();
        Words title = post.title() == null ? null : Words.of(post.title());
        Words text = Words.of(post.text());
        List<Mention> found = mentions.find(post.source(), title, text, at);
        Signal signal = signals.parse(post.source(), text, found);
        Sentiment stance = sentiment.score(title, text);
        Event event = events.classify(post.source(), title, text, found, signal, stance);
        return new Analysis(
                language.of(text.count() == 0 && title != null ? title : text),
                found,
                stance,
                event,
                new Value(0, false, List.of()),
                signal,
                null,
                List.of(),
                List.of(),
                null);
    }

    @Override
    public String version() {
        return VERSION;
    }
}
