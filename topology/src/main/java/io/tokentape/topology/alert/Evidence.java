package io.tokentape.topology.alert;

import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.text.Post;
import java.util.Comparator;
import java.util.Objects;

/**
 * Words that speak for something.
 *
 * @param intelligenceId of the post revision in which it lies
 * @param source null = unknown
 * @param account {@code <source>:<author or channel>}; null = unknown
 * @param learnedAt timestamp of the post, epoch milliseconds
 * @param part null = the post as a whole, as are {@code start}, {@code end} and {@code text} then
 * @param start UTF-16 units of the part
 * @param end exclusive
 */
public record Evidence(
        String intelligenceId,
        Post.Source source,
        String account,
        long learnedAt,
        Mention.Part part,
        Integer start,
        Integer end,
        String text) {

    /** Oldest first, and always the same order. */
    static final Comparator<Evidence> ORDER = Comparator.comparingLong(Evidence::learnedAt)
            .thenComparing(Evidence::intelligenceId)
            .thenComparingInt(evidence -> evidence.start == null ? -1 : evidence.start);

    public Evidence {
        Objects.requireNonNull(intelligenceId, "intelligenceId");
    }

    /** A post as a whole, of which only the id is known. */
    public static Evidence ofPost(String intelligenceId, long learnedAt) {
        return new Evidence(intelligenceId, null, null, learnedAt, null, null, null, null);
    }

    boolean samePlace(Evidence other) {
        return intelligenceId.equals(other.intelligenceId) && part == other.part && Objects.equals(start, other.start);
    }
}
