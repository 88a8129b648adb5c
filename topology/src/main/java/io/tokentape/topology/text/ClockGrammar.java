package io.tokentape.topology.text;

import io.tokentape.topology.text.TimePoint.Form;
import io.tokentape.topology.text.TimeWords.Kind;

/** Reads times of day and zones. */
final class ClockGrammar {
    private static final int HOUR = 3600;
    private static final long ZONES = Kind.ZONE.bit | Kind.ZONE_RULE.bit | Kind.ZONE_UNSURE.bit;

    private final TimeTokens tokens;

    ClockGrammar(TimeTokens tokens) {
        this.tokens = tokens;
    }

    /** @param said whether a day or a word before says that a time follows */
    int read(int token, TimePoint point, boolean said) {
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
        if (!tokens.is(at, Kind.NUMBER) || tokens.length(at) > 2 || tokens.figureBegan(at)) {
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
        int at = tokens.separator(next, true);
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

    /** The zone behind a time of day or before it. */
    int zone(int token, TimePoint point) {
        if (token >= tokens.count()
                || token > 0 && tokens.gap(token) > TimeTokens.NEAR && point.minutes != TimePoint.NO_MINUTES) {
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
        boolean zoneBehind = tokens.isAny(token + 2, ZONES) && tokens.gap(token + 2) <= TimeTokens.NEAR;
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
}
