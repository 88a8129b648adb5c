package io.tokentape.topology.mention;

import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.Words;
import java.util.List;

/** Finds the spans of a post that mean an asset, and which. A pure function of the post and the registry. */
public final class MentionFinder {
    private final TokenRegistry registry;
    private final AccountTokens accounts = AccountTokens.shipped();

    public MentionFinder(TokenRegistry registry) {
        this.registry = registry;
    }

    /**
     * One mention for each asset, or symbol where the asset is not clear: where it is first said, the title before the
     * text.
     *
     * @param author handle of who wrote it, which tells of which token a project's own account speaks; null = unknown
     * @param title null = none
     */
    public List<Mention> find(Post.Source source, String author, Words title, Words text, long atMillis) {
        String own = author == null ? null : accounts.tokenOf(source, author);
        return search(registry.snapshot(), source, own, title, text, atMillis).mentions();
    }

    /** {@link #find(Post.Source, String, Words, Words, long)} of a post whose author is not known. */
    public List<Mention> find(Post.Source source, Words title, Words text, long atMillis) {
        return find(source, null, title, text, atMillis);
    }

    static MentionSearch search(
            TokenRegistry.Snapshot registry, Post.Source source, String own, Words title, Words text, long atMillis) {
        MentionSearch search = new MentionSearch(new Lookup(registry, atMillis), source, own);
        if (title != null) {
            search.add(title, Mention.Part.TITLE);
        }
        search.add(text, Mention.Part.TEXT);
        return search;
    }
}
