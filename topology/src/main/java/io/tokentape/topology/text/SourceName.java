package io.tokentape.topology.text;

import java.util.Locale;

/** The name under which statistics know who said something. */
public final class SourceName {
    private SourceName() {}

    /**
     * {@code <source>:<author or channel>}, and of a post that names neither its own id.
     *
     * @param source name of the kind of source, in any case
     * @param author null = unknown
     * @param channel null = none
     */
    public static String of(String source, String author, String channel, String postId) {
        return source.toLowerCase(Locale.ROOT) + ':' + (author != null ? author : channel != null ? channel : postId);
    }
}
