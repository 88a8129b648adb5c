package io.tokentape.topology.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** Ids of intelligence, derived from what the post is and never drawn, so that a repeat gives the same id. */
public final class PostId {
    private static final int ID_BYTES = 16;

    private PostId() {}

    /** First 32 hex digits of SHA-256 over source (lower case), source id and revision, joined by U+0000, as UTF-8. */
    public static String of(Post.Source source, String sourceId, int revision) {
        String identity = source.name().toLowerCase(Locale.ROOT) + '\0' + sourceId + '\0' + revision;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
