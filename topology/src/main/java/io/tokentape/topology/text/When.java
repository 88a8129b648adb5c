package io.tokentape.topology.text;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A time that a text states.
 *
 * @param start offset of the first UTF-16 unit of the words that say so
 * @param end exclusive
 * @param from its first moment; null = only its end is stated ("until 7 May")
 * @param until its end, exclusive; {@code from} itself for a moment
 * @param fromTimed whether the beginning is a moment, not a day; days are days in UTC
 * @param untilTimed whether the end is a moment, not a day
 */
public record When(int start, int end, Instant from, Instant until, boolean fromTimed, boolean untilTimed) {

    /** Whether a time of day is stated. */
    public boolean timed() {
        return from == null ? untilTimed : fromTimed;
    }

    /** Whether it is a moment and not a span of time. */
    public boolean isMoment() {
        return until.equals(from);
    }

    /** The beginning in ISO 8601, in UTC, a date alone where no time of day was stated; null = only an end is stated. */
    public String fromText() {
        return from == null ? null : text(from, fromTimed);
    }

    /** The end as {@link #fromText}, of days the last one included; null where it would repeat the beginning. */
    public String untilText() {
        if (isMoment()) {
            return null;
        }
        String text = text(untilTimed ? until : until.minusMillis(1), untilTimed);
        return text.equals(fromText()) ? null : text;
    }

    private static String text(Instant time, boolean timed) {
        return timed
                ? time.toString()
                : LocalDate.ofInstant(time, ZoneOffset.UTC).toString();
    }
}
