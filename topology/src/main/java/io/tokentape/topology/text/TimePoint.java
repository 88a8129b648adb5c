package io.tokentape.topology.text;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;

/** A time as the words give it, perhaps without its year, day or zone, and what that means at the time of a post. */
final class TimePoint {
    /** What the words give. */
    enum Form {
        NOTHING,
        /** Day and month, perhaps the year. */
        DATE,
        /** Days counted from today. */
        DAYS,
        WEEKDAY,
        /** Months, perhaps the year. */
        MONTHS,
        /** The first and the last day. */
        SPAN,
        /** A moment. */
        MOMENT,
        /** The first and the last moment. */
        WINDOW
    }

    /** Which of the days of a name. */
    enum Which {
        NEAREST,
        NEXT_WEEK,
        LAST
    }

    static final int NO_MINUTES = -1;
    static final int NO_ZONE = Integer.MIN_VALUE;
    static final int UNSURE_ZONE = Integer.MAX_VALUE;

    /** From here on a figure stands for a zone with summer time. */
    static final int ZONE_RULES = 10_000;

    private static final List<ZoneId> RULES = List.of(
            ZoneId.of("America/New_York"),
            ZoneId.of("America/Los_Angeles"),
            ZoneId.of("Europe/London"),
            ZoneId.of("Europe/Berlin"));

    /** A date without year is at most so many days before the post, else it is of the next year. */
    private static final int DAYS_BEFORE = 60;

    /** … and at most so many after it. */
    private static final int DAYS_AFTER = 305;

    /** A time of day without a day is at most so many minutes before the post, else it is of tomorrow. */
    private static final int MINUTES_BEFORE = 60;

    private static final int DAY_MINUTES = 24 * 60;

    Form form = Form.NOTHING;
    int year;
    int month;
    int day;
    int monthCount;

    /** Third of the months that is meant: 0, 1, 2; -1 = all of them. */
    int third = -1;

    int days;
    Which which = Which.NEAREST;
    LocalDate firstDay;
    LocalDate lastDay;
    Instant moment;
    Instant windowEnd;
    int minutes = NO_MINUTES;
    int zone = NO_ZONE;

    /** Whether the time of day is certainly one: it has a zone or a half of the day. */
    boolean sure;

    /** Whether "between" leads to the time of day. */
    boolean between;

    /** Whether only an end is stated. */
    boolean onlyEnd;

    /** Whether month and day stand in this order, so that "May 5-7" can follow. */
    boolean monthFirst;

    int startOffset;
    int endOffset;

    boolean isEmpty() {
        return form == Form.NOTHING && minutes == NO_MINUTES;
    }

    boolean dated() {
        return form != Form.NOTHING;
    }

    boolean timed() {
        return minutes != NO_MINUTES && zone != UNSURE_ZONE
                || form == Form.MOMENT
                || form == Form.WINDOW && moment != null;
    }

    boolean ofDays() {
        return form == Form.DATE || form == Form.DAYS || form == Form.WEEKDAY;
    }

    /** The first day; the form must not be a moment. */
    LocalDate resolveFirst(Instant post) {
        LocalDate today = today(post);
        switch (form) {
            case DATE -> {
                // 29 February of a year that has none is 1 March
                return LocalDate.of(year == 0 ? yearOf(today, month, day) : year, month, 1)
                        .plusDays(day - 1L);
            }
            case DAYS -> {
                return today.plusDays(days);
            }
            case WEEKDAY -> {
                return weekday(today, post);
            }
            case MONTHS -> {
                LocalDate first = LocalDate.of(year == 0 ? yearOfMonths(today) : year, month, 1);
                return third <= 0
                        ? first
                        : monthCount == 1
                                ? first.plusDays(10L * third)
                                : first.plusMonths((long) monthCount / 3 * third);
            }
            case SPAN -> {
                return firstDay;
            }
            default -> {
                return undated(today, post);
            }
        }
    }

    /** The day after the last one. */
    LocalDate resolveLast(LocalDate first) {
        if (form == Form.MONTHS) {
            LocalDate begin = first.withDayOfMonth(1);
            if (third < 0) {
                return begin.plusMonths(monthCount);
            }
            if (monthCount > 1) {
                return begin.plusMonths(monthCount / 3);
            }
            return third == 2 ? begin.plusMonths(1) : first.plusDays(10);
        }
        return form == Form.SPAN ? lastDay.plusDays(1) : first.plusDays(1);
    }

    /** Minutes east of Greenwich on a day; UTC where no zone is stated. */
    Instant at(LocalDate date) {
        long epochMinutes = date.toEpochDay() * DAY_MINUTES + minutes;
        if (zone == NO_ZONE || zone == UNSURE_ZONE) {
            return Instant.ofEpochSecond(epochMinutes * 60);
        }
        if (zone >= ZONE_RULES) {
            ZoneOffset offset = RULES.get(zone - ZONE_RULES)
                    .getRules()
                    .getOffset(date.atStartOfDay().plusMinutes(minutes));
            return Instant.ofEpochSecond(epochMinutes * 60 - offset.getTotalSeconds());
        }
        return Instant.ofEpochSecond((epochMinutes - zone) * 60);
    }

    private LocalDate today(Instant post) {
        if (zone == NO_ZONE || zone == UNSURE_ZONE || minutes == NO_MINUTES) {
            return LocalDate.ofInstant(post, ZoneOffset.UTC);
        }
        return zone >= ZONE_RULES
                ? LocalDate.ofInstant(post, RULES.get(zone - ZONE_RULES))
                : LocalDate.ofInstant(post.plusSeconds(zone * 60L), ZoneOffset.UTC);
    }

    /** The year in which a day is nearest to today, those ahead preferred. */
    static int yearOf(LocalDate today, int month, int day) {
        LocalDate same = LocalDate.of(today.getYear(), month, 1).plusDays(day - 1L);
        long ahead = same.toEpochDay() - today.toEpochDay();
        return ahead < -DAYS_BEFORE ? today.getYear() + 1 : today.getYear() - (ahead > DAYS_AFTER ? 1 : 0);
    }

    /** That a quarter is going on does not make it the next year's. */
    private int yearOfMonths(LocalDate today) {
        boolean goesOn = month <= today.getMonthValue() && today.getMonthValue() < month + monthCount;
        return goesOn ? today.getYear() : yearOf(today, month, 1);
    }

    private LocalDate weekday(LocalDate today, Instant post) {
        DayOfWeek named = DayOfWeek.of(days);
        switch (which) {
            case NEXT_WEEK -> {
                return today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                        .plusDays(6L + days);
            }
            case LAST -> {
                return today.with(TemporalAdjusters.previous(named));
            }
            default -> {
                LocalDate nearest = today.with(TemporalAdjusters.nextOrSame(named));
                boolean over = minutes != NO_MINUTES && nearest.equals(today) && passed(today, post);
                return over ? nearest.plusDays(7) : nearest;
            }
        }
    }

    private LocalDate undated(LocalDate today, Instant post) {
        return passed(today, post) ? today.plusDays(1) : today;
    }

    private boolean passed(LocalDate day, Instant post) {
        return at(day).isBefore(post.minusSeconds(MINUTES_BEFORE * 60L));
    }

    /** Whether there is such a day; a year of 0 is any. */
    static boolean isDay(int year, int month, int day) {
        if (month < 1 || month > 12 || day < 1) {
            return false;
        }
        boolean leap = year == 0 || LocalDate.of(year, 1, 1).isLeapYear();
        return day <= Month.of(month).length(leap);
    }

    /** False when there is no such day. */
    boolean set(int year, int month, int day) {
        if (!isDay(year, month, day)) {
            return false;
        }
        form = Form.DATE;
        this.year = year;
        this.month = month;
        this.day = day;
        return true;
    }

    void span(LocalDate first, LocalDate last) {
        form = Form.SPAN;
        firstDay = first;
        lastDay = last;
    }
}
