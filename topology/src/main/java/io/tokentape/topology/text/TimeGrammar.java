package io.tokentape.topology.text;

import static io.tokentape.topology.text.TimeTokens.bits;

import io.tokentape.topology.text.TimePoint.Form;
import io.tokentape.topology.text.TimePoint.Which;
import io.tokentape.topology.text.TimeWords.Kind;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the times of one text from its tokens, from left to right. Every method that reads says with which token it would
 * go on, and with the token it was given when there is nothing for it; what it looks ahead is bounded.
 */
final class TimeGrammar {
    private static final int MOST_FOUND = 16;
    private static final int NEAR = 3;
    private static final int FAR = 6;
    private static final int MOST_LEADS = 4;
    private static final int FIRST_YEAR = 2009;
    private static final int LAST_YEAR = 2100;
    private static final int LONGEST_STAY = 100_000;

    private static final int MINUTE = 60;
    private static final int HOUR = 3600;
    private static final int DAY = 86_400;
    private static final int WEEK = -7;
    private static final int MONTH = -30;
    private static final int QUARTER = -91;
    private static final int YEAR = -365;

    /** Languages in which 6/7 is the sixth of July. */
    private static final Set<String> DAY_FIRST =
            Set.of("ru", "uk", "es", "pt", "it", "fr", "de", "tr", "id", "vi", "pl", "nl");

    private static final long BEGINS = bits(
            Kind.NUMBER,
            Kind.MONTH,
            Kind.WEEKDAY,
            Kind.WEEKDAY_SHORT,
            Kind.DAY,
            Kind.WEEKEND,
            Kind.COUNT,
            Kind.HALF_OF,
            Kind.NOON_SIDE,
            Kind.CLOCK_WORD,
            Kind.ZONE,
            Kind.ZONE_RULE,
            Kind.AT,
            Kind.IN,
            Kind.WITHIN,
            Kind.WITHIN_PAST,
            Kind.NEXT,
            Kind.THIS,
            Kind.COMING,
            Kind.LAST,
            Kind.FROM,
            Kind.BETWEEN,
            Kind.UNTIL,
            Kind.UNTIL_IN,
            Kind.LEFT_BEFORE,
            Kind.EDGE,
            Kind.QUARTER_MARK,
            Kind.HALF_MARK,
            Kind.QUARTER,
            Kind.END_OF_UNIT);

    private static final long ZONES = bits(Kind.ZONE, Kind.ZONE_RULE, Kind.ZONE_UNSURE);
    private static final long UNITS = bits(Kind.UNIT, Kind.UNIT_SHORT);

    private final TimeTokens tokens;
    private final Instant post;
    private final LocalDate postDay;
    private final String language;
    private final List<When> found = new ArrayList<>();

    TimeGrammar(TimeTokens tokens, Instant post, String language) {
        this.tokens = tokens;
        this.post = post;
        this.postDay = LocalDate.ofInstant(post, ZoneOffset.UTC);
        this.language = language;
    }

    List<When> read() {
        int token = 0;
        while (token < tokens.count() && found.size() < MOST_FOUND) {
            token = tokens.isAny(token, BEGINS) ? Math.max(token + 1, expression(token)) : token + 1;
        }
        return found;
    }

    private int expression(int token) {
        boolean edge = tokens.is(token, Kind.EDGE) && months(token, new TimePoint()) > token;
        boolean until = !edge && tokens.isAny(token, Kind.UNTIL.bit | Kind.UNTIL_IN.bit);
        boolean from = tokens.isAny(token, Kind.FROM.bit | Kind.BETWEEN.bit);
        TimePoint first = new TimePoint();
        int at = token;
        int next = token;
        if (until || from) {
            at = skip(token + 1, Kind.AT.bit | Kind.OF.bit | Kind.IN.bit, 2, FAR);
            next = from ? days(at, first) : at;
            next = next == at ? point(at, first, true, tokens.is(token, Kind.UNTIL_IN)) : next;
        }
        if (next == at) {
            until = false;
            from = false;
            at = token;
            first = new TimePoint();
            next = days(at, first);
            next = next == at ? point(at, first, false, false) : next;
        }
        if (next == at) {
            return token;
        }
        boolean span = from && first.form == Form.SPAN;
        int start = until || span ? tokens.start(token) : first.startOffset;
        TimePoint second = new TimePoint();
        int last = until ? next : range(token, next, first, second);
        if (last > next && add(tokens.start(from ? token : at), first, second)) {
            return last;
        }
        if (!first.dated() && !first.sure && !until) {
            return token;
        }
        int after = next;
        if (tokens.gap(after) <= NEAR && tokens.length(after) <= 2 && tokens.is(after + 1, Kind.UNTIL_AFTER)) {
            after++; // the ending of a Turkish word
        }
        if (!until && first.form != Form.MOMENT && tokens.is(after, Kind.UNTIL_AFTER) && tokens.gap(after) <= NEAR) {
            until = true;
            first.endOffset = tokens.end(after);
            next = after + 1;
        }
        add(start, first, until || first.onlyEnd);
        return next;
    }

    // ---- what was read

    private void add(int start, TimePoint point, boolean onlyEnd) {
        if (point.form == Form.WINDOW && point.moment == null) {
            Instant from = point.firstDay.atStartOfDay().toInstant(ZoneOffset.UTC);
            Instant until = point.lastDay.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
            found.add(new When(start, point.endOffset, from, until, false, false));
        } else if (point.form == Form.MOMENT || point.form == Form.WINDOW) {
            Instant until = point.form == Form.MOMENT ? point.moment : point.windowEnd;
            found.add(new When(start, point.endOffset, onlyEnd ? null : point.moment, until, true, true));
        } else {
            LocalDate day = point.resolveFirst(post);
            boolean timed = point.timed();
            Instant from = timed ? point.at(day) : begin(day);
            boolean span = point.form == Form.MONTHS && point.third < 0;
            Instant until = timed ? from : onlyEnd && span ? from : begin(point.resolveLast(day));
            found.add(new When(start, point.endOffset, onlyEnd ? null : from, until, timed, timed));
        }
    }

    /** False when the two make no span. */
    private boolean add(int start, TimePoint first, TimePoint second) {
        boolean timedSpan = first.timed();
        if (!first.dated() || !second.dated()) {
            TimePoint dated = first.dated() ? first : second;
            TimePoint other = first.dated() ? second : first;
            if (dated.dated()) {
                other.form = dated.form;
                other.year = dated.year;
                other.month = dated.month;
                other.day = dated.day;
                other.days = dated.days;
                other.which = dated.which;
            }
        }
        if (first.zone == TimePoint.NO_ZONE) {
            first.zone = second.zone;
        } else if (second.zone == TimePoint.NO_ZONE) {
            second.zone = first.zone;
        }
        LocalDate last = second.resolveFirst(post);
        if (first.form == Form.DATE && first.year == 0 && second.form == Form.DATE && second.year != 0) {
            boolean before = first.month * 100 + first.day <= second.month * 100 + second.day;
            first.year = before ? second.year : second.year - 1;
        }
        LocalDate day = first.resolveFirst(post);
        boolean undated = first.form == Form.NOTHING;
        last = undated ? day : last;
        if (last.isBefore(day) && second.form == Form.DATE && second.year == 0) {
            last = last.withYear(day.getYear() + (last.withYear(day.getYear()).isBefore(day) ? 1 : 0));
        } else if (last.isBefore(day) && second.form == Form.WEEKDAY) {
            last = last.plusDays(7);
        }
        boolean untilTimed = second.timed();
        timedSpan &= first.timed();
        Instant from = timedSpan ? first.at(day) : begin(day);
        Instant until = untilTimed ? second.at(last) : begin(second.resolveLast(last));
        if (untilTimed && timedSpan && !until.isAfter(from) && last.equals(day)) {
            until = until.plusSeconds(DAY);
        }
        if (until.isBefore(from)) {
            return false;
        }
        found.add(new When(start, second.endOffset, from, until, timedSpan, untilTimed));
        return true;
    }

    private static Instant begin(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    // ---- spans

    /** The second end of a span whose first one was read. */
    private int range(int lead, int next, TimePoint first, TimePoint second) {
        if (first.form == Form.MOMENT
                || first.form == Form.WINDOW
                || first.form == Form.MONTHS
                || first.form == Form.SPAN) {
            return next;
        }
        int at = separator(next, first.between || tokens.is(lead, Kind.BETWEEN));
        if (at < 0) {
            return next;
        }
        if (first.monthFirst && !first.timed()) {
            int day = dayAlone(at, first, second);
            if (day > at) {
                return day;
            }
        }
        int last = point(at, second, first.dated() || first.sure, false);
        boolean fits = second.dated() ? second.ofDays() : first.minutes != TimePoint.NO_MINUTES;
        boolean sure = first.dated() || second.dated() || second.sure || first.sure;
        return last > at && fits && sure ? last : next;
    }

    /** Index of the token behind what stands between the ends of a span; -1 = nothing of the kind does. */
    private int separator(int next, boolean between) {
        if (next >= tokens.count() || tokens.gap(next) > FAR) {
            return -1;
        }
        if (tokens.between(next, '\n')) {
            return -1;
        }
        if (tokens.isAny(next, Kind.TO.bit | Kind.UNTIL.bit) || between && tokens.is(next, Kind.AND)) {
            return skip(next + 1, Kind.AT.bit | Kind.OF.bit | Kind.TO.bit, 2, NEAR);
        }
        return tokens.between(next, '-') || tokens.between(next, '~') || tokens.between(next, '\u2192') ? next : -1;
    }

    /** "… -7, 2024" and "… to 7th" behind a month and a day. */
    private int dayAlone(int token, TimePoint first, TimePoint second) {
        int day = dayOfMonth(token);
        if (day < 0 || figureGoesOn(token)) {
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
        if (!set(second, first.year, first.month, day)) {
            return token;
        }
        second.endOffset = tokens.end(next - 1);
        return next;
    }

    /** "5-7 May 2024", "from 5 to 7 May": read from the first figure, as a span of days. */
    private int days(int token, TimePoint point) {
        int day = dayOfMonth(token);
        if (day < 0) {
            return token;
        }
        int at = tokens.is(token + 1, Kind.ORDINAL) && tokens.glued(token + 1) ? token + 2 : token + 1;
        int to = separator(at, true);
        if (to < 0) {
            return token;
        }
        TimePoint last = new TimePoint();
        int next = dayThenMonth(to, last);
        if (next == to || last.day < day) {
            return token;
        }
        next = withYear(next, last);
        int year = last.year == 0 ? TimePoint.yearOf(postDay, last.month, day) : last.year;
        point.form = Form.SPAN;
        point.firstDay = LocalDate.of(year, last.month, 1).plusDays(day - 1L);
        point.lastDay = LocalDate.of(year, last.month, 1).plusDays(last.day - 1L);
        point.startOffset = tokens.start(token);
        point.endOffset = tokens.end(next - 1);
        return next;
    }

    // ---- a day, a time of day, or both

    /** @param led whether a word before says that a time follows */
    private int point(int token, TimePoint point, boolean led, boolean length) {
        int next = duration(token, point, length);
        if (next > token) {
            return next;
        }
        int zoned = token;
        if (tokens.isAny(token, Kind.ZONE.bit | Kind.ZONE_RULE.bit) && tokens.gap(token + 1) <= NEAR) {
            zoned = zone(token, point);
        }
        next = date(zoned, point);
        if (next > zoned) {
            if (zoned > token) {
                point.startOffset = tokens.start(token);
            }
            int at = skip(
                    next,
                    Kind.AT.bit | Kind.FROM.bit | Kind.BETWEEN.bit | Kind.YEAR_MARK.bit | Kind.TEE.bit,
                    MOST_LEADS,
                    FAR);
            point.between = at > next && tokens.is(at - 1, Kind.BETWEEN);
            int end = time(at, point, true);
            return end > at ? end : next;
        }
        int at = skip(zoned, Kind.AT.bit, MOST_LEADS, NEAR);
        boolean said = led || at > zoned || tokens.at(tokens.start(Math.min(token, tokens.count() - 1)) - 2) == '@';
        next = time(at, point, true);
        if (next == at) {
            point.zone = TimePoint.NO_ZONE;
            return token;
        }
        if (zoned > token) {
            point.sure = true;
            point.startOffset = tokens.start(token);
        } else {
            point.startOffset = tokens.start(at);
        }
        int day = skip(next, Kind.AT.bit | Kind.OF.bit, 2, NEAR);
        if (tokens.gap(next) <= NEAR && !tokens.between(next, '\n') && !tokens.between(next, '.')) {
            int end = date(day, point);
            if (end > day) {
                return point.zone == TimePoint.NO_ZONE ? zone(end, point) : end;
            }
        }
        if (!said && !point.sure) {
            point.minutes = TimePoint.NO_MINUTES;
            return token;
        }
        return next;
    }

    private int date(int token, TimePoint point) {
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

    // ---- dates

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
        if (!whole && !cut || named > token && tokens.gap(named) > NEAR) {
            return token;
        }
        int dated = tokens.gap(named + 1) <= NEAR ? skip(named + 1, Kind.OF.bit, 1, NEAR) : tokens.count();
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
                && tokens.gap(token) <= NEAR
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
            return a >= FIRST_YEAR && set(point, a, b, c) ? end : token;
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
        boolean dayFirst = isDay(year, b, a);
        boolean monthFirst = mark == '/' && isDay(year, a, b);
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
        return dayFirst ? set(point, year, b, a) : monthFirst && set(point, year, a, b);
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
        return shaped && set(point, year, tokens.value(at), tokens.value(at + 2)) ? at + 4 : token;
    }

    /** "5 May", "5th of May", "5 de mayo", "5. Mai". */
    private int dayThenMonth(int token, TimePoint point) {
        int day = dayOfMonth(token);
        if (day < 0 || figureBegan(token)) {
            return token;
        }
        int at = token + 1;
        boolean ordinal = tokens.is(at, Kind.ORDINAL) && tokens.glued(at);
        at = ordinal ? at + 1 : at;
        at = tokens.gap(at) <= NEAR ? skip(at, Kind.OF.bit, 2, NEAR) : tokens.count();
        if (!tokens.is(at, Kind.MONTH) || tokens.gap(at) > NEAR || tokens.between(at, ',') || tokens.between(at, '%')) {
            return token;
        }
        boolean named = ordinal || tokens.isUpper(at) || at > token + 1;
        if (!named && isAlsoWord(at) && year(at + 1) == 0 && !"en".equals(language) && language != null) {
            named = true;
        }
        if (!named && isEnglishWord(at) && year(at + 1) == 0 && !clockFollows(at + 1)) {
            return token;
        }
        return set(point, 0, tokens.value(at), day) ? at + 1 : token;
    }

    /** "May 5", "May 5th"; a small "may" wants an ordinal, a year or a time of day behind it. */
    private int monthThenDay(int token, TimePoint point) {
        if (!tokens.is(token, Kind.MONTH) || tokens.gap(token + 1) > NEAR) {
            return token;
        }
        int at = skip(token + 1, Kind.OF.bit, 1, NEAR);
        int day = dayOfMonth(at);
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
        if (!named && isEnglishWord(token) || !set(point, 0, tokens.value(token), day)) {
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

    private int withYear(int token, TimePoint point) {
        int at = tokens.gap(token) <= NEAR ? skip(token, Kind.OF.bit, 1, NEAR) : token;
        int year = year(at);
        if (year == 0 || !isDay(year, point.month, point.day)) {
            return token;
        }
        point.year = year;
        boolean marked = tokens.is(at + 1, Kind.YEAR_MARK) && tokens.gap(at + 1) <= 1;
        return marked ? at + 2 : at + 1;
    }

    /** A year of four digits close behind the token before; 0 = none. */
    private int year(int token) {
        if (!tokens.is(token, Kind.NUMBER) || tokens.length(token) != 4 || tokens.gap(token) > NEAR) {
            return 0;
        }
        int year = tokens.value(token);
        char before = tokens.at(tokens.start(token) - 1);
        boolean plain = before != '$' && before != '.' && !figureGoesOn(token);
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

    // ---- weeks, months, quarters, years

    private int months(int token, TimePoint point) {
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
        if (at > token && tokens.gap(at) > NEAR) {
            return token;
        }
        at = at > token ? skip(at, Kind.OF.bit, 2, NEAR) : at;
        boolean led = at > token || tokens.isAny(token - 1, Kind.UNTIL.bit | Kind.FROM.bit);
        int next = named(at, point, led);
        if (next == at
                && tokens.isAny(at, Kind.THIS.bit | Kind.NEXT.bit | Kind.LAST.bit)
                && tokens.gap(at + 1) <= NEAR) {
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
            int behind = tokens.gap(next) <= NEAR ? skip(next, Kind.OF.bit, 1, NEAR) : next;
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
            int behind = tokens.gap(token + 1) <= NEAR ? skip(token + 1, Kind.OF.bit, 1, NEAR) : token + 1;
            int after = year(behind);
            boolean alone = led && (tokens.isUpper(token) || !isEnglishWord(token));
            boolean day = dayOfMonth(behind) > 0 && tokens.gap(behind) <= 2 && !figureGoesOn(behind);
            if (after == 0 && (!alone || day)) {
                return token;
            }
            months(point, after, tokens.value(token), 1);
            return after > 0 ? behind + 1 : token + 1;
        }
        if (year > 0 && led && !figureGoesOn(token) && !figureBegan(token) && !tokens.isAny(token + 1, UNITS)) {
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
        return span(point, saturday, saturday.plusDays(1));
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
                int[] begins = {0, 2, 4};
                int[] lasts = {1, 3, 6};
                return third < 0
                        ? span(point, monday, monday.plusDays(6))
                        : span(point, monday.plusDays(begins[third]), monday.plusDays(lasts[third]));
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

    private static boolean span(TimePoint point, LocalDate first, LocalDate last) {
        point.form = Form.SPAN;
        point.firstDay = first;
        point.lastDay = last;
        return true;
    }

    // ---- times of day

    /** @param said whether a day or a word before says that a time follows */
    private int time(int token, TimePoint point, boolean said) {
        int zone = point.zone;
        int end = point.endOffset;
        int next = clock(token, point, said);
        if (next == token) {
            point.zone = zone;
            point.endOffset = end;
        }
        return next;
    }

    private int clock(int token, TimePoint point, boolean said) {
        int at = token;
        if (at >= tokens.count()) {
            return token;
        }
        boolean zonedBefore = point.zone != TimePoint.NO_ZONE;
        if (!zonedBefore && tokens.is(at, Kind.ZONE) && tokens.is(at + 1, Kind.NUMBER) && tokens.gap(at + 1) == 1) {
            int behind = zone(at, point);
            if (behind == at + 1) {
                at = behind;
                zonedBefore = true;
            } else {
                point.zone = TimePoint.NO_ZONE;
            }
        }
        int half = -1;
        if (tokens.is(at, Kind.NOON_SIDE)
                && tokens.is(at + 1, Kind.NUMBER)
                && TimeWords.isPieceUnit(tokens.at(tokens.start(at)))) {
            half = tokens.value(at);
            at++;
        }
        if (tokens.is(at, Kind.CLOCK_WORD)) {
            int minutes = tokens.value(at);
            point.minutes = minutes == 0 && point.form == Form.DAYS ? 24 * 60 : minutes;
            return finish(token, at + 1, point, true, said);
        }
        if (!tokens.is(at, Kind.NUMBER) || tokens.length(at) > 2 || figureBegan(at)) {
            return token;
        }
        int hour = tokens.value(at);
        int minute = 0;
        int next = at + 1;
        boolean clock = false;
        boolean dotted = false;
        boolean marked = false;
        if (twoDigits(next) && (tokens.joinedBy(next, ':') || tokens.joinedBy(next, '.'))) {
            clock = tokens.joinedBy(next, ':');
            dotted = !clock;
            minute = tokens.value(next);
            next++;
            if (clock && twoDigits(next) && tokens.joinedBy(next, ':')) {
                next++;
                if (tokens.is(next, Kind.NUMBER) && tokens.joinedBy(next, '.')) {
                    next++;
                }
            }
        } else if (tokens.is(next, Kind.HOUR_MARK) && tokens.gap(next) <= 1 || hourLetter(next)) {
            marked = true;
            next++;
            if (tokens.is(next, Kind.NUMBER)
                    && (tokens.is(next + 1, Kind.MINUTE_MARK) || tokens.glued(next) && twoDigits(next))) {
                minute = tokens.value(next);
                next += tokens.is(next + 1, Kind.MINUTE_MARK) ? 2 : 1;
            }
        }
        if (clock && tokens.is(next, Kind.HOUR_MARK) && tokens.gap(next) <= 1) {
            next++; // 14:00 Uhr
        }
        if (half < 0 && tokens.is(next, Kind.NOON_SIDE) && tokens.gap(next) <= 2) {
            half = tokens.value(next);
            next++;
        } else if (half < 0 && hour <= 12) {
            half = halfOfSpan(next, hour);
        }
        if (half >= 0 && (hour > 12 || hour == 0 && !clock)) {
            half = -1;
        }
        hour = half == 1 && hour < 12 ? hour + 12 : half == 0 && hour == 12 ? 0 : hour;
        if (hour > 24 || minute > 59 || hour == 24 && minute > 0 || tokens.at(tokens.end(next - 1)) == '%') {
            return token;
        }
        point.minutes = hour * 60 + minute;
        boolean sure = half >= 0 || zonedBefore;
        return finish(
                token, next, point, sure, said && (clock || dotted && said(token, point) || marked && point.dated()));
    }

    private boolean said(int token, TimePoint point) {
        return point.dated() && tokens.is(token - 1, Kind.AT);
    }

    private boolean twoDigits(int token) {
        return tokens.is(token, Kind.NUMBER) && tokens.length(token) == 2;
    }

    private boolean hourLetter(int token) {
        return tokens.is(token, Kind.UNIT_SHORT) && tokens.value(token) == HOUR && tokens.glued(token);
    }

    /** Half of the day that "10-11 AM" gives its first hour; -1 = none. */
    private int halfOfSpan(int next, int hour) {
        int at = separator(next, true);
        if (at < 0 || !tokens.is(at, Kind.NUMBER) || tokens.length(at) > 2) {
            return -1;
        }
        int side = tokens.joinedBy(at + 1, ':') ? at + 2 : at + 1;
        if (!tokens.is(side, Kind.NOON_SIDE) || tokens.gap(side) > 1) {
            return -1;
        }
        int half = tokens.value(side);
        boolean overNoon = half == 1 && hour > tokens.value(at) && tokens.value(at) != 12 && hour != 12;
        return overNoon ? 0 : half;
    }

    /** The zone behind a time of day; the token given first when it is none after all. */
    private int finish(int token, int next, TimePoint point, boolean sure, boolean enough) {
        int after = point.zone == TimePoint.NO_ZONE ? zone(next, point) : next;
        boolean zoned = after > next;
        if (!sure && !zoned && !enough) {
            point.minutes = TimePoint.NO_MINUTES;
            return token;
        }
        if (!zoned) {
            point.endOffset = tokens.end(next - 1);
        }
        point.sure = sure || zoned;
        return after;
    }

    private int zone(int token, TimePoint point) {
        if (token >= tokens.count() || token > 0 && tokens.gap(token) > NEAR && point.minutes != TimePoint.NO_MINUTES) {
            return token;
        }
        boolean iso = tokens.is(token, Kind.NUMBER) && tokens.is(token - 1, Kind.NUMBER) && isIso(token);
        boolean before = offsetThenZone(token);
        if (iso || before) {
            boolean minus = tokens.at(tokens.start(token) - 1) == '-';
            int minutes = tokens.value(token) * 60;
            int next = token + 1;
            if (tokens.length(token) == 4) {
                minutes = tokens.value(token) / 100 * 60 + tokens.value(token) % 100;
            } else if (tokens.joinedBy(next, ':') && tokens.is(next, Kind.NUMBER)) {
                minutes += tokens.value(next);
                next++;
            }
            next = before ? next + 1 : next;
            return zoned(token, next, point, minus ? -minutes : minutes);
        }
        if (!tokens.isAny(token, ZONES) || tokens.between(token, '\n')) {
            return token;
        }
        if (tokens.is(token, Kind.ZONE_UNSURE)) {
            return zoned(token, token + 1, point, TimePoint.UNSURE_ZONE);
        }
        if (tokens.is(token, Kind.ZONE_RULE)) {
            return zoned(token, token + 1, point, TimePoint.ZONE_RULES + tokens.value(token));
        }
        int next = token + 1;
        int minutes = tokens.value(token);
        char sign = next < tokens.count() && tokens.gap(next) <= 2 && tokens.is(next, Kind.NUMBER)
                ? tokens.at(tokens.start(next) - 1)
                : 0;
        boolean tight = sign == '+' || sign == '-' && !rangeOfTimes(next);
        if (tight && tokens.value(next) <= 14) {
            int offset = tokens.value(next) * 60;
            next++;
            if (tokens.joinedBy(next, ':') && twoDigits(next)) {
                offset += tokens.value(next);
                next++;
            }
            minutes += sign == '-' ? -offset : offset;
        }
        return zoned(token, next, point, minutes);
    }

    private int zoned(int token, int next, TimePoint point, int zone) {
        point.zone = zone;
        point.endOffset = tokens.end(next - 1);
        boolean bracket = tokens.at(tokens.start(token) - 1) == '(' || token > 0 && tokens.between(token, '(');
        if (bracket && tokens.at(point.endOffset) == ')') {
            point.endOffset++;
        }
        return next;
    }

    /** {@code …08:00+03:00}. */
    private boolean isIso(int token) {
        char sign = tokens.at(tokens.start(token) - 1);
        boolean tight = tokens.gap(token) == 1 && tokens.length(token - 1) == 2;
        boolean offset = tokens.length(token) == 4
                || tokens.length(token) == 2 && tokens.joinedBy(token + 1, ':') && twoDigits(token + 1);
        if (!tight || !offset) {
            return false;
        }
        boolean zoneBehind = tokens.isAny(token + 2, ZONES) && tokens.gap(token + 2) <= NEAR;
        boolean tee = tokens.is(token - 3, Kind.TEE) || tokens.is(token - 4, Kind.TEE);
        return sign == '+' || sign == '-' && tee && !zoneBehind;
    }

    /** {@code (-7:00 GMT)}. */
    private boolean offsetThenZone(int token) {
        if (!tokens.is(token, Kind.NUMBER) || tokens.gap(token) < 2) {
            return false;
        }
        char sign = tokens.at(tokens.start(token) - 1);
        char before = tokens.at(tokens.start(token) - 2);
        int zone = tokens.joinedBy(token + 1, ':') ? token + 2 : token + 1;
        return (sign == '+' || sign == '-')
                && (before == '(' || before == ' ')
                && tokens.value(token) <= 14
                && tokens.is(zone, Kind.ZONE)
                && tokens.value(zone) == 0
                && tokens.gap(zone) <= 1
                && (before == '(' || sign == '+');
    }

    /** Whether what looks like an offset is the second time of a span, as in {@code 8:00 UTC-10:00 UTC}. */
    private boolean rangeOfTimes(int token) {
        int behind = tokens.joinedBy(token + 1, ':') ? token + 2 : token + 1;
        return tokens.isAny(behind, Kind.ZONE.bit | Kind.ZONE_RULE.bit | Kind.NOON_SIDE.bit) && tokens.gap(behind) <= 2
                || tokens.gap(token) > 1 && tokens.joinedBy(token + 1, ':')
                || tokens.value(token) > 12;
    }

    // ---- lengths of time

    /** @param bare whether a length alone says when, as behind "ends in" */
    private int duration(int token, TimePoint point, boolean bare) {
        if (token >= tokens.count()) {
            return token;
        }
        boolean in = tokens.is(token, Kind.IN);
        boolean within = tokens.is(token, Kind.WITHIN);
        boolean past = tokens.is(token, Kind.WITHIN_PAST);
        boolean left = tokens.is(token, Kind.LEFT_BEFORE);
        int at = in || within || past || left ? skip(token + 1, Kind.AT.bit, 1, NEAR) : token;
        Length length = new Length();
        int next = length.read(at);
        if (next == at) {
            boolean unitAlone = in && tokens.value(token) == 1 && tokens.is(at, Kind.UNIT) && tokens.gap(at) <= 1;
            if (!unitAlone) {
                return token;
            }
            length.add(1, 0, tokens.value(at));
            next = at + 1;
        }
        int end = next;
        boolean close = tokens.gap(next) <= 2;
        boolean onlyEnd = left || bare;
        if (close && tokens.is(next, Kind.LEFT)) {
            end = next + 1;
            onlyEnd = !(tokens.is(end, Kind.UNTIL)
                    || tokens.is(end, Kind.TO) && tokens.isAny(end + 1, Kind.AT.bit | Kind.OF.bit));
        } else if (close && tokens.is(next, Kind.AGO)) {
            end = next + 1;
            within = false;
            past = false;
            length.negate();
        } else if (close && tokens.is(next, Kind.WITHIN_AFTER)) {
            end = next + 1;
            within = true;
        } else if (close && tokens.is(next, Kind.LATER)) {
            end = next + 1;
        } else if (close && isCountdown(next) && !in && !within && !past) {
            end = next;
        } else if (!in && !within && !past && !left && !bare) {
            return token;
        }
        if ((in || tokens.is(token, Kind.WITHIN) && tokens.value(token) == 1) && tookSoLong(token)) {
            return token;
        }
        if (!length.fits()) {
            return token;
        }
        point.startOffset = tokens.start(token);
        point.endOffset = tokens.end(end - 1);
        point.onlyEnd = onlyEnd;
        length.resolve(point, within, past);
        return end;
    }

    /** "5 minutes until pump", "60 minutes to the pump". */
    private boolean isCountdown(int token) {
        return tokens.is(token, Kind.UNTIL)
                        && tokens.value(token) == 1
                        && !tokens.isAny(token + 1, Kind.NUMBER.bit | Kind.DAY.bit | Kind.MONTH.bit)
                || tokens.is(token, Kind.TO)
                        && tokens.isAny(token + 1, Kind.AT.bit | Kind.OF.bit)
                        && !tokens.is(token + 2, Kind.NUMBER);
    }

    /** Whether the words before say that something took so long: "+300% in 2 days", "target hit in 3 hours". */
    private boolean tookSoLong(int token) {
        for (int before = token - 1; before >= Math.max(0, token - 3); before--) {
            if (tokens.is(before, Kind.TOOK) || tokens.at(tokens.end(before)) == '%') {
                return true;
            }
            char last = tokens.at(tokens.end(before) - 1);
            if ((last == 'x' || last == 'X') && Characters.isDigit(tokens.at(tokens.start(before)))) {
                return true;
            }
            if (before == token - 1 && tokens.is(before, Kind.NUMBER) && last != 'x') {
                return tokens.at(tokens.end(before)) == 'x';
            }
        }
        return false;
    }

    /** A number of units of time, also of several: "2 hours and 30 minutes". */
    private final class Length {
        private long seconds;
        private long days;
        private long months;
        private boolean clock;

        int read(int token) {
            int next = part(token);
            int at = next;
            for (int parts = 1; at > token && parts < 4; parts++) {
                int joined = tokens.is(at, Kind.AND) ? at + 1 : at;
                if (tokens.gap(at) > 2 || !tokens.is(joined, Kind.NUMBER)) {
                    break;
                }
                int more = part(joined);
                if (more == joined) {
                    break;
                }
                at = more;
            }
            return at > token ? at : token;
        }

        private int part(int token) {
            boolean number = tokens.is(token, Kind.NUMBER);
            if (!number && !tokens.isAny(token, Kind.COUNT.bit | Kind.HALF_OF.bit)
                    || number && (figureBegan(token) || tokens.length(token) > 5)) {
                return token;
            }
            long whole = number || tokens.is(token, Kind.COUNT) ? tokens.value(token) : 0;
            int tenths = tokens.is(token, Kind.HALF_OF) ? 5 : 0;
            int at = token + 1;
            boolean decimal = number
                    && tokens.is(at, Kind.NUMBER)
                    && (tokens.joinedBy(at, '.') || tokens.joinedBy(at, ','))
                    && tokens.length(at) == 1;
            if (decimal) {
                tenths = tokens.value(at);
                at++;
            }
            if (number && !decimal && figureGoesOn(token)) {
                return token;
            }
            boolean unit = tokens.is(at, Kind.UNIT) && tokens.gap(at) <= 1;
            boolean letter = number
                    && tokens.is(at, Kind.UNIT_SHORT)
                    && tokens.gap(at) <= 1
                    && (tokens.glued(at) || tokens.value(at) != MINUTE)
                    && !tokens.isUpper(at);
            return (unit || letter) && add(whole, tenths, tokens.value(at)) ? at + 1 : token;
        }

        boolean add(long whole, int tenths, int unit) {
            if (unit > 0 && unit < DAY) {
                seconds += whole * unit + (long) tenths * unit / 10;
                clock = true;
            } else if (tenths != 0) {
                seconds += unit == DAY ? whole * DAY + (long) tenths * DAY / 10 : 0;
                clock = true;
                return unit == DAY;
            } else if (unit == DAY) {
                days += whole;
            } else if (unit == WEEK) {
                days += whole * 7;
            } else {
                months += whole * (unit == MONTH ? 1 : unit == QUARTER ? 3 : 12);
            }
            return true;
        }

        void negate() {
            seconds = -seconds;
            days = -days;
            months = -months;
        }

        boolean fits() {
            return seconds < (long) LONGEST_STAY * HOUR
                    && days <= 3660
                    && months <= 120
                    && (seconds | days | months) != 0;
        }

        void resolve(TimePoint point, boolean within, boolean past) {
            if (past) {
                negate();
            }
            LocalDate day = postDay.plusMonths(months).plusDays(days);
            Instant moment = post.plusSeconds(seconds + days * DAY);
            if (within || past) {
                point.form = Form.WINDOW;
                point.firstDay = past ? day : postDay;
                point.lastDay = past ? postDay : day;
                if (clock) {
                    point.moment = past ? moment : post;
                    point.windowEnd = past ? post : moment;
                }
            } else if (clock) {
                point.form = Form.MOMENT;
                point.moment = moment;
            } else {
                span(point, day, day);
            }
        }
    }

    // ---- figures

    /** 1 to 31; -1 = none. */
    private int dayOfMonth(int token) {
        boolean figure = tokens.is(token, Kind.NUMBER) && tokens.length(token) <= 2;
        int value = figure ? tokens.value(token) : 0;
        return value >= 1 && value <= 31 ? value : -1;
    }

    /** Whether a figure is the end of a longer one, or an amount. */
    private boolean figureBegan(int token) {
        char before = tokens.at(tokens.start(token) - 1);
        if (before == '$' || before == '\u20AC' || before == '\u00A3' || before == '#') {
            return true;
        }
        boolean joint = before == '.' || before == ',' || before == '/' || before == ':';
        return joint && Characters.isDigit(tokens.at(tokens.start(token) - 2));
    }

    /** Whether a longer figure begins with this one, or a share. */
    private boolean figureGoesOn(int token) {
        char after = tokens.at(tokens.end(token));
        if (after == '%') {
            return true;
        }
        boolean joint = after == '.' || after == ',' || after == ':' || after == '/';
        return joint && Characters.isDigit(tokens.at(tokens.end(token) + 1));
    }

    private static boolean isDay(int year, int month, int day) {
        if (month < 1 || month > 12 || day < 1) {
            return false;
        }
        boolean leap = year == 0 || LocalDate.of(year, 1, 1).isLeapYear();
        return day <= java.time.Month.of(month).length(leap);
    }

    private static boolean set(TimePoint point, int year, int month, int day) {
        if (!isDay(year, month, day)) {
            return false;
        }
        point.form = Form.DATE;
        point.year = year;
        point.month = month;
        point.day = day;
        return true;
    }

    /** Goes over words that only lead, while the gaps are small. */
    private int skip(int token, long kinds, int most, int gap) {
        int at = token;
        while (at - token < most && tokens.isAny(at, kinds) && tokens.gap(at) <= gap) {
            at++;
        }
        return at > token && tokens.gap(at) > gap ? token : at;
    }
}
