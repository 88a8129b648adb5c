package io.tokentape.topology.text;

/**
 * A post with what is read of it once and used by every step of the analysis. Immutable.
 *
 * @param title null = none
 */
public record ReadPost(Post post, Words title, Words text, Features features) {
    public static ReadPost of(Post post) {
        Words title = post.title() == null || post.title().isEmpty() ? null : Words.of(post.title());
        Words text = Words.of(post.text());
        return new ReadPost(post, title, text, Features.of(post, title, text));
    }
}
