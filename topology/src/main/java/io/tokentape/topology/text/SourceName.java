package io.tokentape.topology.text;

import java.util.Locale;

/** The name under which statistics know who said something. */
public final class SourceName {
    private SourceName() {}

    /**
     * {@code <source>:<author or channel>}, with nothing behind the colon for a post that names neither: such posts count
     * as one source.
     *
     * @param source name of the kind of source, in any case
     * @param author null = unknown
     * @param channel null = none
     */
    public static String of(String source, String author, String channel) {
        return source.toLowerCase(Locale.ROOT) + ':' + (author != null ? author : channel != null ? channel : "");
    }

    /** Whether the name says who it was. */
    public static boolean isKnown(String name) {
        return name.indexOf(':') < name.length() - 1;
    }
}
