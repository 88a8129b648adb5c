package io.tokentape.topology.notice;

import io.tokentape.topology.text.Characters;
import io.tokentape.topology.text.Words;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds the dates and times that a text states, and resolves them against the time of the post: {@code 2018/05/23 05:30
 * AM (UTC)}, {@code 22 Oct 2020 11:00}, {@code Oct 22, 11 AM}, {@code today at 18:00 GMT}, {@code tomorrow}.
 */
public final class WhenFinder {
    private static final int WORDS_READ = 400;
    private static final int MOST_FOUND = 16;

    private static final Map<String, Integer> MONTHS = Map.ofEntries(
            Map.entry("jan", 1),
            Map.entry("january", 1),
            Map.entry("feb", 2),
            Map.entry("february", 2),
            Map.entry("mar", 3),
            Map.entry("march", 3),
            Map.entry("apr", 4),
            Map.entry("april", 4),
            Map.entry("may", 5),
            Map.entry("jun", 6),
            Map.entry("june", 6),
            Map.entry("jul", 7),
            Map.entry("july", 7),
            Map.entry("aug", 8),
            Map.entry("august", 8),
            Map.entry("sep", 9),
            Map.entry("sept", 9),
            Map.entry("september", 9),
            Map.entry("oct", 10),
            Map.entry("october", 10),
            Map.entry("nov", 11),
            Map.entry("november", 11),
            Map.entry("dec", 12),
            Map.entry("december", 12));

    /** Hours east of Greenwich. */
    private static final Map<String, Integer> ZONES = Map.ofEntries(
            Map.entry("utc", 0),
            Map.entry("gmt", 0),
            Map.entry("est", -5),
            Map.entry("edt", -4),
            Map.entry("et", -4),
            Map.entry("pst", -8),
            Map.entry("pdt", -7),
            Map.entry("cet", 1),
            Map.entry("cest", 2),
            Map.entry("bst", 1),
            Map.entry("msk", 3),
            Map.entry("sgt", 8),
            Map.entry("hkt", 8),
            Map.entry("kst", 9),
            Map.entry("jst", 9));

    private WhenFinder() {}

    /** In the order of the text. */
    public static List<When> find(Words words, Instant post) {
        List<When> found = new ArrayList<>();
        LocalDateTime now = LocalDateTime.ofInstant(post, ZoneOffset.UTC);
        int read = Math.min(words.count(), WORDS_READ);
        for (int word = 0; word < read && found.size() < MOST_FOUND; word++) {
            if (words.inLink(word)) {
                continue;
            }
            Day day = day(words, word, now.toLocalDate());
            if (day == null) {
                continue;
            }
            Time time = time(words, day.next);
            int last = time == null ? day.next - 1 : time.next - 1;
            int end = time == null ? words.end(last) : time.end;
            found.add(new When(iso(day.date, time), words.start(word), end, time != null));
            word = last;
        }
        return found;
    }

    private record Day(LocalDate date, int next) {}

    private record Time(int minutes, int next, int end) {}

    private static String iso(LocalDate date, Time time) {
        if (time == null) {
            return date.toString();
        }
        LocalDateTime at = date.atStartOfDay().plusMinutes(time.minutes);
        return at.toInstant(ZoneOffset.UTC).toString();
    }

    private static Day day(Words words, int word, LocalDate today) {
        if (words.isNumber(word)) {
            Day numbers = numbers(words, word);
            return numbers != null ? numbers : dayThenMonth(words, word, today);
        }
        switch (words.lower(word)) {
            case "today", "tonight" -> {
                return new Day(today, word + 1);
            }
            case "tomorrow" -> {
                return new Day(today.plusDays(1), word + 1);
            }
            default -> {
                return monthThenDay(words, word, today);
            }
        }
    }

    /** Year, month and day, or day, month and year, with one mark between. */
    private static Day numbers(Words words, int word) {
        if (word + 2 >= words.count() || !words.isNumber(word + 1) || !words.isNumber(word + 2)) {
            return null;
        }
        char mark = words.at(words.end(word));
        boolean tight =
                words.start(word + 1) == words.end(word) + 1 && words.start(word + 2) == words.end(word + 1) + 1;
        if (!tight || mark != words.at(words.end(word + 1)) || mark != '/' && mark != '-' && mark != '.') {
            return null;
        }
        int a = number(words, word);
        int b = number(words, word + 1);
        int c = number(words, word + 2);
        if (words.length(word) == 4) {
            return dated(a, b, c, word + 3);
        }
        return words.length(word + 2) == 4 ? dated(c, b, a, word + 3) : null;
    }

    private static Day dayThenMonth(Words words, int word, LocalDate today) {
        if (word + 1 >= words.count() || words.length(word) > 2 || words.start(word + 1) - words.end(word) > 2) {
            return null;
        }
        Integer month = MONTHS.get(words.lower(word + 1));
        return month == null ? null : withYear(words, word + 2, month, number(words, word), today);
    }

    private static Day monthThenDay(Words words, int word, LocalDate today) {
        if (words.length(word) < 3 || words.length(word) > 9) {
            return null;
        }
        Integer month = MONTHS.get(words.lower(word));
        if (month == null || word + 1 >= words.count() || words.start(word + 1) - words.end(word) > 2) {
            if (word + 1 < words.count() && isOrdinal(words, word)) {
                Integer after = MONTHS.get(words.lower(word + 1));
                return after == null ? null : withYear(words, word + 2, after, ordinal(words, word), today);
            }
            return null;
        }
        if (words.isNumber(word + 1) && words.length(word + 1) <= 2) {
            return withYear(words, word + 2, month, number(words, word + 1), today);
        }
        return isOrdinal(words, word + 1) ? withYear(words, word + 2, month, ordinal(words, word + 1), today) : null;
    }

    private static boolean isOrdinal(Words words, int word) {
        int length = words.length(word);
        if (length < 3 || length > 4 || !Characters.isDigit(words.at(words.start(word)))) {
            return false;
        }
        String ending = words.lower(words.end(word) - 2, words.end(word));
        boolean digits = length == 3 || Characters.isDigit(words.at(words.start(word) + 1));
        return digits && (ending.equals("st") || ending.equals("nd") || ending.equals("rd") || ending.equals("th"));
    }

    private static int ordinal(Words words, int word) {
        return Integer.parseInt(words.plain(words.start(word), words.end(word) - 2));
    }

    /** A date whose year may follow; without one, the next time that day comes, or has just been. */
    private static Day withYear(Words words, int next, int month, int day, LocalDate today) {
        if (next < words.count()
                && words.isNumber(next)
                && words.length(next) == 4
                && number(words, next) / 100 == 20) {
            return dated(number(words, next), month, day, next + 1);
        }
        Day sameYear = dated(today.getYear(), month, day, next);
        if (sameYear != null && sameYear.date.isBefore(today.minusDays(60))) {
            return dated(today.getYear() + 1, month, day, next);
        }
        return sameYear;
    }

    private static Day dated(int year, int month, int day, int next) {
        if (year < 2000 || year > 2100) {
            return null;
        }
        try {
            return new Day(LocalDate.of(year, month, day), next);
        } catch (DateTimeException e) {
            return null; // no such day
        }
    }

    private static Time time(Words words, int from) {
        int word = from;
        int skipped = 0;
        while (word < words.count() && skipped < 2 && isFiller(words, word)) {
            word++;
            skipped++;
        }
        if (word >= words.count() || !Characters.isDigit(words.at(words.start(word)))) {
            return null;
        }
        if (words.start(word) - words.end(word - 1) > 6) {
            return null;
        }
        int digits = 0;
        while (digits < words.length(word) && Characters.isDigit(words.at(words.start(word) + digits))) {
            digits++;
        }
        if (digits > 2) {
            return null;
        }
        int hour = Integer.parseInt(words.plain(words.start(word), words.start(word) + digits));
        String glued = words.lower(words.start(word) + digits, words.end(word));
        int minute = 0;
        boolean clock = false;
        int last = word;
        char mark = words.at(words.end(word));
        boolean minutes = glued.isEmpty()
                && (mark == ':' || mark == '.')
                && word + 1 < words.count()
                && words.start(word + 1) == words.end(word) + 1
                && Characters.isDigit(words.at(words.start(word + 1)));
        if (minutes) {
            last = word + 1;
            int two = words.start(last) + 2;
            if (two > words.end(last) || !Characters.isDigit(words.at(two - 1))) {
                return null;
            }
            minute = Integer.parseInt(words.plain(words.start(last), two));
            glued = words.lower(two, words.end(last));
            clock = true;
            boolean seconds = words.at(words.end(last)) == ':'
                    && last + 1 < words.count()
                    && words.isNumber(last + 1)
                    && words.length(last + 1) == 2;
            last += seconds ? 1 : 0;
        }
        String half = glued;
        if (half.isEmpty() && last + 1 < words.count() && words.start(last + 1) - words.end(last) <= 1) {
            String next = words.lower(last + 1);
            if (next.equals("am") || next.equals("pm")) {
                half = next;
                last++;
            }
        }
        if (half.equals("pm") && hour < 12) {
            hour += 12;
        } else if (half.equals("am") && hour == 12) {
            hour = 0;
        } else if (half.isEmpty() && !clock && !zoned(words, last)) {
            return null;
        } else if (!half.isEmpty() && !half.equals("am") && !half.equals("pm")) {
            return null;
        }
        if (hour > 24 || minute > 59) {
            return null;
        }
        int end = words.end(last);
        int offset = 0;
        if (zoned(words, last)) {
            last++;
            offset = ZONES.get(words.lower(last));
            end = words.end(last);
            if (words.at(end) == ')') {
                end++;
            }
        }
        return new Time(hour * 60 + minute - offset * 60, last + 1, end);
    }

    private static boolean zoned(Words words, int last) {
        return last + 1 < words.count()
                && words.start(last + 1) - words.end(last) <= 3
                && words.length(last + 1) <= 4
                && ZONES.containsKey(words.lower(last + 1));
    }

    private static boolean isFiller(Words words, int word) {
        return switch (words.lower(word)) {
            case "at", "on", "from", "around", "by", "time" -> true;
            default -> false;
        };
    }

    private static int number(Words words, int word) {
        return words.length(word) > 9 ? -1 : Integer.parseInt(words.plain(words.start(word), words.end(word)));
    }
}
