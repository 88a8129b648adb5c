package io.tokentape.topology.analysis;

import io.tokentape.topology.event.Event;
import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.mention.MentionFinder;
import io.tokentape.topology.mention.TokenRegistry;
import io.tokentape.topology.sentiment.Sentiment;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.Words;
import io.tokentape.topology.value.Value;
import java.util.ArrayList;
import java.util.List;

/** The analysis that ships with the product: rules and lexicons over one tokenised copy of the text. */
public final class StandardPostAnalyzer implements PostAnalyzer {
    private static final String VERSION = "rules-1";

    private final MentionFinder mentions;

    public StandardPostAnalyzer(TokenRegistry registry) {
        this.mentions = new MentionFinder(registry);
    }

    @Override
    public Analysis analyze(Post post) {
        long at = post.at().toEpochMilli();
        List<Mention> found = new ArrayList<>();
        if (post.title() != null) {
            found.addAll(mentions.find(Words.of(post.title()), Mention.Part.TITLE, at));
        }
        found.addAll(mentions.find(Words.of(post.text()), Mention.Part.TEXT, at));
        return new Analysis(
                null,
                found,
                new Sentiment(Sentiment.Label.NEUTRAL, 0, 0),
                new Event(Event.Type.OTHER, 0),
                new Value(0, false, List.of()),
                null,
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
