package io.tokentape.standalone.bench;

import io.tokentape.topology.analysis.Analysis;
import io.tokentape.topology.analysis.PostAnalyzer;
import io.tokentape.topology.event.Event;
import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.sentiment.Sentiment;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.TextPrint;
import io.tokentape.topology.text.Words;
import io.tokentape.topology.value.Value;
import io.tokentape.topology.watch.KeywordSpan;
import java.util.List;
import java.util.Map;

/** Finds what another analyzer found before, by a look-up: the hops of the intelligence topology without its analysis. */
final class MentionsOnlyAnalyzer implements PostAnalyzer {
    private static final KeywordSpan RELEVANT = new KeywordSpan("relevant", 1, Mention.Part.TEXT, 0, 0);

    private final Map<String, List<Mention>> mentionsByPost;

    /** @param mentionsByPost of the relevant posts, by source id */
    MentionsOnlyAnalyzer(Map<String, List<Mention>> mentionsByPost) {
        this.mentionsByPost = mentionsByPost;
    }

    @Override
    public Analysis analyze(Post post) {
        List<Mention> mentions = mentionsByPost.get(post.id());
        return new Analysis(
                null,
                mentions == null ? List.of() : mentions,
                new Sentiment(Sentiment.Label.NEUTRAL, 0, 0),
                new Event(Event.Type.OTHER, 0),
                new Value(0, false, List.of()),
                null,
                null,
                List.of(),
                mentions == null ? List.of() : List.of(RELEVANT),
                null,
                null,
                TextPrint.of(null, Words.of(post.text())));
    }

    @Override
    public String version() {
        return "none";
    }
}
