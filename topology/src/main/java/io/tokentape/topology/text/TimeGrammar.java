package io.tokentape.topology.text;

import static io.tokentape.topology.text.TimeTokens.bits;

import io.tokentape.topology.text.TimePoint.Form;
import io.tokentape.topology.text.TimeWords.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the times of one text from its tokens, from left to right: points, what leads to them, and the spans that two of
 * them make. This and the other grammars say of every reading with which token to go on, and give back the token they
 * were given when there is nothing for them; what they look ahead is bounded.
 */
final class TimeGrammar {
    private static final int MOST_FOUND = 16;
    private static final int MOST_LEADS = 4;
    private static final int DAY = 86_400;

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

    private final TimeTokens tokens;
    private final Instant post;
    private final LocalDate postDay;
    private final DateGrammar dates;
    private final ClockGrammar clocks;
    private final LengthGrammar lengths;
    private final List<When> found = new ArrayList<>();

    TimeGrammar(TimeTokens tokens, Instant post, String language) {
        this.tokens = tokens;
        this.post = post;
        this.postDay = LocalDate.ofInstant(post, ZoneOffset.UTC);
        this.dates = new DateGrammar(tokens, postDay, language);
        this.clocks = new ClockGrammar(tokens);
        this.lengths = new LengthGrammar(tokens, post, postDay);
    }

    List<When> read() {
        int token = 0;
        while (token < tokens.count() && found.size() < MOST_FOUND) {
            token = tokens.isAny(token, BEGINS) ? Math.max(token + 1, expression(token)) : token + 1;
        }
        return found;
    }

    private int expression(int token) {
        boolean edge = tokens.is(token, Kind.EDGE) && dates.months(token, new TimePoint()) > token;
        boolean until = !edge && tokens.isAny(token, Kind.UNTIL.bit | Kind.UNTIL_IN.bit);
        boolean from = tokens.isAny(token, Kind.FROM.bit | Kind.BETWEEN.bit);
        TimePoint first = new TimePoint();
        int at = token;
        int next = token;
        if (until || from) {
            at = tokens.skip(token + 1, Kind.AT.bit | Kind.OF.bit | Kind.IN.bit, 2, TimeTokens.FAR);
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
        if (tokens.gap(after) <= TimeTokens.NEAR
                && tokens.length(after) <= 2
                && tokens.is(after + 1, Kind.UNTIL_AFTER)) {
            after++; // the ending of a Turkish word
        }
        if (!until
                && first.form != Form.MOMENT
                && tokens.is(after, Kind.UNTIL_AFTER)
                && tokens.gap(after) <= TimeTokens.NEAR) {
            until = true;
            first.endOffset = tokens.end(after);
            next = after + 1;
        }
        add(start, first, until || first.onlyEnd);
        return next;
    }

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

    /** The second end of a span whose first one was read. */
    private int range(int lead, int next, TimePoint first, TimePoint second) {
        if (first.form == Form.MOMENT
                || first.form == Form.WINDOW
                || first.form == Form.MONTHS
                || first.form == Form.SPAN) {
            return next;
        }
        int at = tokens.separator(next, first.between || tokens.is(lead, Kind.BETWEEN));
        if (at < 0) {
            return next;
        }
        if (first.monthFirst && !first.timed()) {
            int day = dates.dayAlone(at, first, second);
            if (day > at) {
                return day;
            }
        }
        int last = point(at, second, first.dated() || first.sure, false);
        boolean fits = second.dated() ? second.ofDays() : first.minutes != TimePoint.NO_MINUTES;
        boolean sure = first.dated() || second.dated() || second.sure || first.sure;
        return last > at && fits && sure ? last : next;
    }

    /** "5-7 May 2024", "from 5 to 7 May": read from the first figure, as a span of days. */
    private int days(int token, TimePoint point) {
        int day = tokens.dayOfMonth(token);
        if (day < 0) {
            return token;
        }
        int at = tokens.is(token + 1, Kind.ORDINAL) && tokens.glued(token + 1) ? token + 2 : token + 1;
        int to = tokens.separator(at, true);
        if (to < 0) {
            return token;
        }
        TimePoint last = new TimePoint();
        int next = dates.dayThenMonth(to, last);
        if (next == to || last.day < day) {
            return token;
        }
        next = dates.withYear(next, last);
        int year = last.year == 0 ? TimePoint.yearOf(postDay, last.month, day) : last.year;
        point.form = Form.SPAN;
        point.firstDay = LocalDate.of(year, last.month, 1).plusDays(day - 1L);
        point.lastDay = LocalDate.of(year, last.month, 1).plusDays(last.day - 1L);
        point.startOffset = tokens.start(token);
        point.endOffset = tokens.end(next - 1);
        return next;
    }

    /** @param led whether a word before says that a time follows */
    private int point(int token, TimePoint point, boolean led, boolean length) {
        int next = lengths.read(token, point, length);
        if (next > token) {
            return next;
        }
        int zoned = token;
        if (tokens.isAny(token, Kind.ZONE.bit | Kind.ZONE_RULE.bit) && tokens.gap(token + 1) <= TimeTokens.NEAR) {
            zoned = clocks.zone(token, point);
        }
        next = dates.read(zoned, point);
        if (next > zoned) {
            if (zoned > token) {
                point.startOffset = tokens.start(token);
            }
            int at = tokens.skip(
                    next,
                    Kind.AT.bit | Kind.FROM.bit | Kind.BETWEEN.bit | Kind.YEAR_MARK.bit | Kind.TEE.bit,
                    MOST_LEADS,
                    TimeTokens.FAR);
            point.between = at > next && tokens.is(at - 1, Kind.BETWEEN);
            int end = clocks.read(at, point, true);
            return end > at ? end : next;
        }
        int at = tokens.skip(zoned, Kind.AT.bit, MOST_LEADS, TimeTokens.NEAR);
        boolean said = led || at > zoned || tokens.at(tokens.start(Math.min(token, tokens.count() - 1)) - 2) == '@';
        next = clocks.read(at, point, true);
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
        int day = tokens.skip(next, Kind.AT.bit | Kind.OF.bit, 2, TimeTokens.NEAR);
        if (tokens.gap(next) <= TimeTokens.NEAR && !tokens.between(next, '\n') && !tokens.between(next, '.')) {
            int end = dates.read(day, point);
            if (end > day) {
                return point.zone == TimePoint.NO_ZONE ? clocks.zone(end, point) : end;
            }
        }
        if (!said && !point.sure) {
            point.minutes = TimePoint.NO_MINUTES;
            return token;
        }
        return next;
    }
}
