package io.tokentape.serving.list;

import io.tokentape.topology.account.TapeTime;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Positions as clients carry them: opaque, and stable while newer items come in. */
public final class Cursor {
    /** Thirteen digits end in the year 2286: a time that Postgres has as well. */
    private static final Pattern PLAIN = Pattern.compile("([0-9]{1,13})_([0-9a-f]{32})");

    private static final long EARLIEST_MILLIS = TapeTime.EARLIEST.toEpochMilli();

    private Cursor() {}

    public static String format(Position position) {
        String plain = position.timestamp() + "_" + position.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }

    /** @throws IllegalArgumentException with a message for people */
    public static Position parse(String text) {
        byte[] plain;
        try {
            plain = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw notOurs();
        }
        Matcher matcher = PLAIN.matcher(new String(plain, StandardCharsets.US_ASCII));
        if (!matcher.matches()) {
            throw notOurs();
        }
        long timestamp = Long.parseLong(matcher.group(1));
        if (timestamp < EARLIEST_MILLIS) {
            throw notOurs();
        }
        return new Position(timestamp, matcher.group(2));
    }

    private static IllegalArgumentException notOurs() {
        return new IllegalArgumentException("is not a cursor that was given out here");
    }
}
