package io.tokentape.topology.text;

import io.tokentape.topology.text.TimePoint.Form;
import io.tokentape.topology.text.TimePoint.Which;
import io.tokentape.topology.text.TimeWords.Kind;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Set;

/** Reads days, weeks, months, quarters and years. */
final class DateGrammar {
    private static final int FIRST_YEAR = 2009;
    private static final int LAST_YEAR = 2100;

    // Units of the word list
    private static final int DAY = 86_400;
    private static final int WEEK = -7;
    private static final int MONTH = -30;
    private static final int QUARTER = -91;
    private static final int YEAR = -365;

    private static final long UNITS = Kind.UNIT.bit | Kind.UNIT_SHORT.bit;

    /** Languages in which 6/7 is the sixth of July. */
    private static final Set<String> DAY_FIRST =
            Set.of("ru", "uk", "es", "pt", "it", "fr", "de", "tr", "id", "vi", "pl", "nl");

    private final TimeTokens tokens;
    private final LocalDate postDay;
    private final String language;

    DateGrammar(TimeTokens tokens, LocalDate postDay, String language) {
        this.tokens = tokens;
        this.postDay = postDay;
        this.language = language;
    }

    int read(int token, TimePoint point) {
        if (token >= tokens.count()) {
            return token;
        }
        int endOfTime = point.endOffset;
        int startOfTime = point.startOffset;
        int next = weekdays(token, point);
        next = next == token ? numbers(token, point) : next;
        next = next == token ? eastern(token, point) : next;
        if (next == token) {
            int at = dayThenMonth(token, point);
            at = at == token ? monthThenDay(token, point) : at;
            next = at == token ? token : withYear(at, point);
        }
        next = next == token ? daysFromToday(token, point) : next;
        next = next == token ? months(token, point) : next;
        next = next == token ? epoch(token, point) : next;
        if (next > token) {
            point.startOffset = point.minutes == TimePoint.NO_MINUTES ? tokens.start(token) : startOfTime;
            point.endOffset = tokens.end(next - 1);
        } else {
            point.endOffset = endOfTime;
        }
        return next;
    }

    /** "… -7, 2024" and "… to 7th" behind a month and a day. */
    int dayAlone(int token, TimePoint first, TimePoint second) {
        int day = tokens.dayOfMonth(token);
        if (day < 0 || tokens.figureGoesOn(token)) {
            return token;
        }
        int next = token + 1;
        if (tokens.is(next, Kind.ORDINAL) && tokens.glued(next)) {
            next++;
        }
        if (tokens.gap(next) <= 1
                && tokens.isAny(
                        next,
                        Kind.MONTH.bit | Kind.UNIT.bit | Kind.UNIT_SHORT.bit | Kind.NOON_SIDE.bit | Kind.ZONE.bit)) {
            return token;
        }
        int year = year(next);
        if (first.year == 0 && year > 0) {
            first.year = year;
            next++;
        }
        if (!second.set(first.year, first.month, day)) {
            return token;
        }
        second.endOffset = tokens.end(next - 1);
        return next;
    }

    private int daysFromToday(int token, TimePoint point) {
        if (!tokens.is(token, Kind.DAY)) {
            return token;
        }
        point.form = Form.DAYS;
        point.days = tokens.value(token);
        return token + 1;
    }

    private int weekdays(int token, TimePoint point) {
        boolean next = tokens.is(token, Kind.NEXT);
        boolean last = tokens.is(token, Kind.LAST);
        boolean near = tokens.isAny(token, Kind.THIS.bit | Kind.COMING.bit | Kind.AT.bit);
        int named = next || last || near ? token + 1 : token;
        boolean led =
                named > token || tokens.isAny(token - 1, Kind.AT.bit | Kind.FROM.bit | Kind.UNTIL.bit | Kind.TO.bit);
        boolean whole = tokens.is(named, Kind.WEEKDAY);
        boolean cut = tokens.is(named, Kind.WEEKDAY_SHORT);
        if (!whole && !cut || named > token && tokens.gap(named) > TimeTokens.NEAR) {
            return token;
        }
        int dated = tokens.gap(named + 1) <= TimeTokens.NEAR
                ? tokens.skip(named + 1, Kind.OF.bit, 1, TimeTokens.NEAR)
                : tokens.count();
        int at = dayThenMonth(dated, point);
        at = at == dated ? monthThenDay(dated, point) : at;
        if (at > dated) {
            return withYear(at, point);
        }
        at = numbers(dated, point);
        if (at > dated) {
            return at;
        }
        boolean symbol = cut && tokens.isCapitals(named);
        if (cut && (!led || symbol) && !(tokens.isUpper(named) && clockFollows(named + 1))) {
            return token;
        }
        point.form = Form.WEEKDAY;
        point.days = tokens.value(named);
        point.which = next ? Which.NEXT_WEEK : last ? Which.LAST : Which.NEAREST;
        return named + 1;
    }

    private boolean clockFollows(int token) {
        return tokens.is(token, Kind.NUMBER)
                && tokens.gap(token) <= TimeTokens.NEAR
                && (tokens.joinedBy(token + 1, ':') || tokens.is(token + 1, Kind.NOON_SIDE));
    }

    /** Year, month and day, or day, month and year, with one mark between. */
    private int numbers(int token, TimePoint point) {
        if (!tokens.is(token, Kind.NUMBER)
                || !tokens.is(token + 1, Kind.NUMBER)
                || !tokens.is(token + 2, Kind.NUMBER)) {
            return token;
        }
        char mark = tokens.at(tokens.end(token));
        if (mark != '/' && mark != '-' && mark != '.'
                || !tokens.joinedBy(token + 1, mark)
                || !tokens.joinedBy(token + 2, mark)) {
            return token;
        }
        boolean goesOn = tokens.at(tokens.start(token) - 1) == mark
                || tokens.at(tokens.end(token + 2)) == mark && Characters.isDigit(tokens.at(tokens.end(token + 2) + 1));
        if (goesOn) {
            return token;
        }
        int a = tokens.value(token);
        int b = tokens.value(token + 1);
        int c = tokens.value(token + 2);
        int end = token + 3;
        if (tokens.length(token) == 4) {
            return a >= FIRST_YEAR && point.set(a, b, c) ? end : token;
        }
        if (tokens.length(token) > 2 || tokens.length(token + 1) > 2) {
            return token;
        }
        if (tokens.length(token + 2) == 4) {
            return c >= FIRST_YEAR && ordered(point, mark, a, b, c) ? end : token;
        }
        boolean twoDigits = tokens.length(token) == 2 && tokens.length(token + 1) == 2 && tokens.length(token + 2) == 2;
        boolean nearYear = StrictMath.abs(2000 + c - postDay.getYear()) <= 1;
        return twoDigits && nearYear && mark != '-' && ordered(point, mark, a, b, 2000 + c) ? end : token;
    }

    /** Day before month, or the other way where only that can be; with a slash in English neither is taken for granted. */
    private boolean ordered(TimePoint point, char mark, int a, int b, int year) {
        boolean dayFirst = TimePoint.isDay(year, b, a);
        boolean monthFirst = mark == '/' && TimePoint.isDay(year, a, b);
        if (dayFirst && monthFirst && a != b && (language == null || !DAY_FIRST.contains(language))) {
            long one = LocalDate.of(year, b, a).toEpochDay() - postDay.toEpochDay();
            long other = LocalDate.of(year, a, b).toEpochDay() - postDay.toEpochDay();
            if (StrictMath.abs(one) <= 1 || StrictMath.abs(other) <= 1) {
                dayFirst = StrictMath.abs(one) <= StrictMath.abs(other); // today's date
            } else if (one < 0 != other < 0) {
                dayFirst = one > 0; // what is said of the future
            } else {
                return false;
            }
        }
        return dayFirst ? point.set(year, b, a) : monthFirst && point.set(year, a, b);
    }

    /** {@code 2024年5月5日}, {@code 5월 5일}. */
    private int eastern(int token, TimePoint point) {
        int at = token;
        int year = 0;
        if (tokens.is(at, Kind.NUMBER)
                && tokens.length(at) == 4
                && tokens.is(at + 1, Kind.YEAR_MARK)
                && tokens.glued(at + 1)) {
            year = tokens.value(at);
            at += 2;
        }
        boolean shaped = tokens.is(at, Kind.NUMBER)
                && tokens.is(at + 1, Kind.MONTH_MARK)
                && tokens.glued(at + 1)
                && tokens.is(at + 2, Kind.NUMBER)
                && tokens.gap(at + 2) <= 1
                && tokens.is(at + 3, Kind.DAY_MARK)
                && tokens.glued(at + 3);
        return shaped && point.set(year, tokens.value(at), tokens.value(at + 2)) ? at + 4 : token;
    }

    /** "5 May", "5th of May", "5 de mayo", "5. Mai". */
    int dayThenMonth(int token, TimePoint point) {
        int day = tokens.dayOfMonth(token);
        if (day < 0 || tokens.figureBegan(token)) {
            return token;
        }
        int at = token + 1;
        boolean ordinal = tokens.is(at, Kind.ORDINAL) && tokens.glued(at);
        at = ordinal ? at + 1 : at;
        at = tokens.gap(at) <= TimeTokens.NEAR ? tokens.skip(at, Kind.OF.bit, 2, TimeTokens.NEAR) : tokens.count();
        if (!tokens.is(at, Kind.MONTH)
                || tokens.gap(at) > TimeTokens.NEAR
                || tokens.between(at, ',')
                || tokens.between(at, '%')) {
            return token;
        }
        boolean named = ordinal || tokens.isUpper(at) || at > token + 1;
        if (!named && isAlsoWord(at) && year(at + 1) == 0 && !"en".equals(language) && language != null) {
            named = true;
        }
        if (!named && isEnglishWord(at) && year(at + 1) == 0 && !clockFollows(at + 1)) {
            return token;
        }
        return point.set(0, tokens.value(at), day) ? at + 1 : token;
    }

    /** "May 5", "May 5th"; a small "may" wants an ordinal, a year or a time of day behind it. */
    private int monthThenDay(int token, TimePoint point) {
        if (!tokens.is(token, Kind.MONTH) || tokens.gap(token + 1) > TimeTokens.NEAR) {
            return token;
        }
        int at = tokens.skip(token + 1, Kind.OF.bit, 1, TimeTokens.NEAR);
        int day = tokens.dayOfMonth(at);
        if (day < 0
                || tokens.at(tokens.end(at)) == '%'
                || tokens.at(tokens.start(at) - 1) == '$'
                || tokens.between(at, '\n')) {
            return token;
        }
        int next = at + 1;
        boolean ordinal = tokens.is(next, Kind.ORDINAL) && tokens.glued(next);
        next = ordinal ? next + 1 : next;
        if (!ordinal && tokens.glued(next)) {
            return token;
        }
        boolean decimal = tokens.joinedBy(next, '.') && tokens.is(next, Kind.NUMBER) || tokens.joinedBy(at + 1, ':');
        if (decimal && !ordinal) {
            return token;
        }
        boolean named = ordinal || tokens.isUpper(token) || year(next) > 0 || clockFollows(next) || led(token);
        if (!named && isEnglishWord(token) || !point.set(0, tokens.value(token), day)) {
            return token;
        }
        point.monthFirst = true;
        return next;
    }

    private boolean led(int token) {
        return tokens.isAny(token - 1, Kind.AT.bit | Kind.FROM.bit | Kind.UNTIL.bit | Kind.TO.bit | Kind.BETWEEN.bit);
    }

    /** "may" and "march" are words of the language too. */
    private boolean isEnglishWord(int token) {
        return isAlsoWord(token) && (language == null || language.equals("en"));
    }

    private boolean isAlsoWord(int token) {
        int month = tokens.value(token);
        return month == 5 && tokens.length(token) == 3 || month == 3;
    }

    int withYear(int token, TimePoint point) {
        int at = tokens.gap(token) <= TimeTokens.NEAR ? tokens.skip(token, Kind.OF.bit, 1, TimeTokens.NEAR) : token;
        int year = year(at);
        if (year == 0 || !TimePoint.isDay(year, point.month, point.day)) {
            return token;
        }
        point.year = year;
        boolean marked = tokens.is(at + 1, Kind.YEAR_MARK) && tokens.gap(at + 1) <= 1;
        return marked ? at + 2 : at + 1;
    }

    /** A year of four digits close behind the token before; 0 = none. */
    private int year(int token) {
        if (!tokens.is(token, Kind.NUMBER) || tokens.length(token) != 4 || tokens.gap(token) > TimeTokens.NEAR) {
            return 0;
        }
        int year = tokens.value(token);
        char before = tokens.at(tokens.start(token) - 1);
        boolean plain = before != '$' && before != '.' && !tokens.figureGoesOn(token);
        return plain && year >= FIRST_YEAR && year < LAST_YEAR ? year : 0;
    }

    private int epoch(int token, TimePoint point) {
        long seconds = tokens.epochSeconds(token);
        char before = tokens.at(tokens.start(token) - 1);
        char two = tokens.at(tokens.start(token) - 2);
        if (seconds < 1_230_768_000L || before != ':' || two != 't') {
            return token;
        }
        point.form = Form.MOMENT;
        point.moment = Instant.ofEpochSecond(seconds);
        return token + 1;
    }

    int months(int token, TimePoint point) {
        if (tokens.is(token, Kind.END_OF_UNIT)) {
            return unit(token, tokens.value(token) == 1 ? 0 : tokens.value(token), 0, 2, point) ? token + 1 : token;
        }
        int third = tokens.is(token, Kind.EDGE) ? tokens.value(token) : -1;
        int at = third >= 0 ? token + 1 : token;
        if (third < 0 && tokens.is(at, Kind.IN)) {
            at++;
            if (tokens.is(at, Kind.EDGE)) {
                third = tokens.value(at);
                at++;
            }
        }
        if (at > token && tokens.gap(at) > TimeTokens.NEAR) {
            return token;
        }
        at = at > token ? tokens.skip(at, Kind.OF.bit, 2, TimeTokens.NEAR) : at;
        boolean led = at > token || tokens.isAny(token - 1, Kind.UNTIL.bit | Kind.FROM.bit);
        int next = named(at, point, led);
        if (next == at
                && tokens.isAny(at, Kind.THIS.bit | Kind.NEXT.bit | Kind.LAST.bit)
                && tokens.gap(at + 1) <= TimeTokens.NEAR) {
            int step = tokens.is(at, Kind.NEXT) ? 1 : tokens.is(at, Kind.LAST) ? -1 : 0;
            if (tokens.is(at + 1, Kind.WEEKEND)) {
                return weekend(step, point) ? at + 2 : token;
            }
            boolean unit = tokens.is(at + 1, Kind.UNIT) && unit(at + 1, tokens.value(at + 1), step, third, point);
            return unit ? at + 2 : token;
        }
        if (next == at) {
            boolean unit = third >= 0 && tokens.is(at, Kind.UNIT) && unit(at, tokens.value(at), 0, third, point);
            return unit ? at + 1 : token;
        }
        point.third = third;
        return next;
    }

    /** A month, quarter, half or year by its name or figure. */
    private int named(int token, TimePoint point, boolean led) {
        int year = tokens.is(token, Kind.NUMBER) && tokens.length(token) == 4 ? tokens.value(token) : 0;
        year = year >= FIRST_YEAR && year < LAST_YEAR ? year : 0;
        int at = year > 0 && tokens.gap(token + 1) <= 1 ? token + 1 : token;
        int part = part(at);
        if (part != 0) {
            int next = tokens.is(at, Kind.QUARTER) ? at + 1 : at + 2;
            int behind =
                    tokens.gap(next) <= TimeTokens.NEAR ? tokens.skip(next, Kind.OF.bit, 1, TimeTokens.NEAR) : next;
            if (year == 0 && year(behind) > 0) {
                year = tokens.value(behind);
                next = behind + 1;
            } else if (year == 0
                    && tokens.joinedBy(next, '\'')
                    && tokens.is(next, Kind.NUMBER)
                    && tokens.length(next) == 2) {
                year = 2000 + tokens.value(next);
                next++;
            }
            months(point, year, part > 0 ? part * 3 - 2 : -part * 6 - 5, part > 0 ? 3 : 6);
            return next;
        }
        if (tokens.is(token, Kind.MONTH)) {
            int behind = tokens.gap(token + 1) <= TimeTokens.NEAR
                    ? tokens.skip(token + 1, Kind.OF.bit, 1, TimeTokens.NEAR)
                    : token + 1;
            int after = year(behind);
            boolean alone = led && (tokens.isUpper(token) || !isEnglishWord(token));
            boolean day = tokens.dayOfMonth(behind) > 0 && tokens.gap(behind) <= 2 && !tokens.figureGoesOn(behind);
            if (after == 0 && (!alone || day)) {
                return token;
            }
            months(point, after, tokens.value(token), 1);
            return after > 0 ? behind + 1 : token + 1;
        }
        if (year > 0
                && led
                && !tokens.figureGoesOn(token)
                && !tokens.figureBegan(token)
                && !tokens.isAny(token + 1, UNITS)) {
            months(point, year, 1, 12);
            return token + 1;
        }
        return token;
    }

    /** 1 to 4 for a quarter, -1 or -2 for a half, 0 = neither. */
    private int part(int token) {
        if (tokens.is(token, Kind.QUARTER)) {
            return tokens.value(token);
        }
        boolean figure = tokens.is(token + 1, Kind.NUMBER) && tokens.glued(token + 1) && tokens.length(token + 1) == 1;
        if (!figure) {
            return 0;
        }
        int value = tokens.value(token + 1);
        if (tokens.is(token, Kind.QUARTER_MARK) && value >= 1 && value <= 4) {
            return value;
        }
        boolean half = tokens.is(token, Kind.HALF_MARK) && tokens.isUpper(token) && year(token + 2) > 0;
        return half && (value == 1 || value == 2) ? -value : 0;
    }

    private static void months(TimePoint point, int year, int month, int count) {
        point.form = Form.MONTHS;
        point.year = year;
        point.month = month;
        point.monthCount = count;
    }

    private boolean weekend(int step, TimePoint point) {
        LocalDate saturday =
                postDay.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).plusDays(5 + 7L * step);
        point.span(saturday, saturday.plusDays(1));
        return true;
    }

    /** The day, week, month, quarter or year that a post is in, or another one, or a third of it. */
    private boolean unit(int token, int unit, int step, int third, TimePoint point) {
        if (unit == 0 || unit == DAY && third == 2) {
            point.form = Form.DAYS;
            point.days = 0;
            return true;
        }
        switch (unit) {
            case WEEK -> {
                LocalDate monday = postDay.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                        .plusDays(7L * step);
                int first = third < 0 ? 0 : 2 * third;
                int last = third < 0 || third == 2 ? 6 : first + 1;
                point.span(monday.plusDays(first), monday.plusDays(last));
                return true;
            }
            case MONTH, QUARTER, YEAR -> {
                int count = unit == MONTH ? 1 : unit == QUARTER ? 3 : 12;
                LocalDate first = LocalDate.of(postDay.getYear(), (postDay.getMonthValue() - 1) / count * count + 1, 1)
                        .plusMonths((long) step * count);
                months(point, first.getYear(), first.getMonthValue(), count);
                point.third = third;
                return true;
            }
            default -> {
                return false;
            }
        }
    }
}
