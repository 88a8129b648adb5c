package io.tokentape.connectors.files;

import java.time.Clock;
import java.util.regex.Pattern;

/** What all lines of reference data have in common: a slug as id and a time from which they hold. */
final class Reference {
    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9._-]*");

    private final TimeWindow window;

    Reference(Clock clock) {
        this.window = new TimeWindow(clock);
    }

    void checkId(String id) throws RejectedLineException {
        if (id == null) {
            throw RejectedLineException.missing("id");
        }
        if (!SLUG.matcher(id).matches()) {
            throw RejectedLineException.badValue("id", "must be a lower-case slug");
        }
    }

    /**
     * When the record takes effect, so that one that always held never moves the tape's time ahead of the posts it
     * explains.
     *
     * @param effectiveAt null = always
     */
    long timestamp(Long effectiveAt) throws RejectedLineException {
        return effectiveAt == null ? TimeWindow.EARLIEST.toEpochMilli() : window.accept("effectiveAt", effectiveAt);
    }
}
