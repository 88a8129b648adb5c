package io.tokentape.topology.mention;

import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.Words;
import java.util.List;

/** Finds the spans of a post that mean an asset, and which. A pure function of the post and the registry. */
public final class MentionFinder {
    private final TokenRegistry registry;

    public MentionFinder(TokenRegistry registry) {
        this.registry = registry;
    }

    /**
     * One mention for each asset, or symbol where the asset is not clear: where it is first said, the title before the
     * text.
     *
     * @param title null = none
     */
    public List<Mention> find(Post.Source source, Words title, Words text, long atMillis) {
        MentionSearch search = new MentionSearch(registry.snapshot(), source, atMillis);
        if (title != null) {
            search.look(title);
        }
        search.look(text);
        if (title != null) {
            search.collect(title, Mention.Part.TITLE);
        }
        search.collect(text, Mention.Part.TEXT);
        return search.mentions();
    }
}
