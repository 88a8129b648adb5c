package io.tokentape.connectors.files;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Reads times and refuses those that no post can have: older than the first block, or ahead of the clock. */
final class TimeWindow {
    /** The day of Bitcoin's first block. */
    static final Instant EARLIEST = Instant.parse("2009-01-03T00:00:00Z");

    /** Clocks of sources may run ahead of ours by this much. */
    static final Duration LEAD = Duration.ofHours(1);

    private static final long EARLIEST_MILLIS = EARLIEST.toEpochMilli();
    private static final long LEAD_MILLIS = LEAD.toMillis();
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final Clock clock;

    TimeWindow(Clock clock) {
        this.clock = clock;
    }

    /** The time in epoch milliseconds if a record may have it. */
    long accept(String field, long millis) throws RejectedLineException {
        if (millis < EARLIEST_MILLIS) {
            throw new RejectedLineException(
                    RejectReason.TIME_OUT_OF_RANGE, field + " " + shown(millis) + " is before " + EARLIEST);
        }
        if (millis - LEAD_MILLIS > clock.millis()) {
            throw new RejectedLineException(
                    RejectReason.TIME_OUT_OF_RANGE, field + " " + shown(millis) + " is more than an hour ahead");
        }
        return millis;
    }

    /** Epoch milliseconds of an ISO 8601 date and time with zone. */
    static long millis(String field, String text) throws RejectedLineException {
        try {
            return isCommonForm(text)
                    ? commonForm(text)
                    : OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw RejectedLineException.badValue(field, "is no ISO 8601 time in UTC");
        }
    }

    /** As {@link #millis}, but a date alone means its start in UTC. */
    static long millisOfTimeOrDate(String field, String text) throws RejectedLineException {
        if (text.length() != 10) {
            return millis(field, text);
        }
        try {
            return LocalDate.parse(text)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant()
                    .toEpochMilli();
        } catch (DateTimeException e) {
            throw RejectedLineException.badValue(field, "is no ISO 8601 date");
        }
    }

    private static String shown(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    /** 2025-07-20T00:00:00Z or with milliseconds: nearly every line, and four times as fast as the general parser. */
    private static boolean isCommonForm(String text) {
        int length = text.length();
        if (length != 20 && length != 24 || text.charAt(length - 1) != 'Z') {
            return false;
        }
        String form = "0000-00-00T00:00:00.000";
        for (int i = 0; i < length - 1; i++) {
            char wanted = form.charAt(i);
            char found = text.charAt(i);
            if (wanted == '0' ? found < '0' || found > '9' : found != wanted) {
                return false;
            }
        }
        return true;
    }

    private static long commonForm(String text) {
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (hour > 23 || minute > 59 || second > 59) {
            throw new DateTimeException("no such time of day");
        }
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        int millis = text.length() == 24 ? number(text, 20, 23) : 0;
        return day * DAY_MILLIS + ((hour * 60L + minute) * 60 + second) * 1000 + millis;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
