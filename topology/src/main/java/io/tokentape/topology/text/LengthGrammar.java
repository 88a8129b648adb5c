package io.tokentape.topology.text;

import io.tokentape.topology.text.TimePoint.Form;
import io.tokentape.topology.text.TimeWords.Kind;
import java.time.Instant;
import java.time.LocalDate;

/** Reads lengths of time that say when: "in 3 hours", "2 days left". */
final class LengthGrammar {
    private static final int LONGEST_STAY = 100_000;

    // Units of the word list
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;
    private static final int DAY = 86_400;
    private static final int WEEK = -7;
    private static final int MONTH = -30;
    private static final int QUARTER = -91;

    private final TimeTokens tokens;
    private final Instant post;
    private final LocalDate postDay;

    LengthGrammar(TimeTokens tokens, Instant post, LocalDate postDay) {
        this.tokens = tokens;
        this.post = post;
        this.postDay = postDay;
    }

    /** @param bare whether a length alone says when, as behind "ends in" */
    int read(int token, TimePoint point, boolean bare) {
        if (token >= tokens.count()) {
            return token;
        }
        boolean in = tokens.is(token, Kind.IN);
        boolean within = tokens.is(token, Kind.WITHIN);
        boolean past = tokens.is(token, Kind.WITHIN_PAST);
        boolean left = tokens.is(token, Kind.LEFT_BEFORE);
        int at = in || within || past || left ? tokens.skip(token + 1, Kind.AT.bit, 1, TimeTokens.NEAR) : token;
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
                    || number && (tokens.figureBegan(token) || tokens.length(token) > 5)) {
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
            if (number && !decimal && tokens.figureGoesOn(token)) {
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
                point.span(day, day);
            }
        }
    }
}
