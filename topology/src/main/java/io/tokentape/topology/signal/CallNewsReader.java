package io.tokentape.topology.signal;

import io.tokentape.topology.signal.CallNews.What;
import io.tokentape.topology.signal.Signal.Unit;
import io.tokentape.topology.text.Characters;
import io.tokentape.topology.text.Words;

/** Reads out of the text of an update what happened, up to which target, and with what profit. */
final class CallNewsReader {
    private static final int MOST_TARGETS = 12;
    /** So many tokens away, words speak of each other. */
    private static final int NEAR = 3;

    private final CallTokens tokens;
    private final Words words;
    private final boolean[] said = new boolean[Cue.values().length];
    private int target;
    /** The highest number of a target with a tick behind it. */
    private int tickedTarget;

    private int tickedTargets;
    private boolean targetNamed;
    private boolean stopReached;
    private Double profit;
    private Double onlyPercentage;
    private int percentages;

    private CallNewsReader(CallTokens tokens) {
        this.tokens = tokens;
        this.words = tokens.words();
    }

    static CallNews read(CallTokens tokens) {
        CallNewsReader reader = new CallNewsReader(tokens);
        for (int token = 0; token < tokens.count(); token++) {
            reader.next(token);
        }
        return reader.news();
    }

    private void next(int token) {
        Cue cue = tokens.cue(token);
        Figure figure = tokens.figure(token);
        if (cue != null) {
            said[cue.ordinal()] = true;
        }
        if (cue == Cue.TARGET) {
            targetNamed = true;
            int number = targetNumber(token);
            target = Math.max(target, number);
            boolean ticked = tokens.ticked(token) || token + 1 < tokens.count() && tokens.ticked(token + 1);
            tickedTarget = Math.max(tickedTarget, ticked ? number : 0);
        }
        if (cue == Cue.STOP && (near(token, Cue.HIT) || crossed(token))) {
            stopReached = true;
        }
        if (figure != null || cue == Cue.TARGET) {
            tickedTargets += tokens.ticked(token) && (figure == null || figure.unit() == Unit.PRICE) ? 1 : 0;
        }
        if (figure != null && figure.unit() == Unit.PERCENT) {
            percentage(token, figure);
        }
    }

    private CallNews news() {
        int reached = tickedTargets > 0 ? Math.max(tickedTarget, tickedTargets) : target;
        boolean hit = said[Cue.HIT.ordinal()] || said[Cue.HINT.ordinal()] || tickedTargets > 0;
        What what = what(hit);
        if (profit == null && percentages == 1) {
            profit = what == What.STOPPED ? Double.valueOf(-StrictMath.abs(onlyPercentage)) : onlyPercentage;
        }
        return new CallNews(what, what == What.TARGET_HIT && reached > 0 ? Integer.valueOf(reached) : null, profit);
    }

    private What what(boolean hit) {
        if (said[Cue.STOPPED.ordinal()] || stopReached) {
            return What.STOPPED;
        }
        if (said[Cue.CANCELLED.ordinal()]) {
            return What.CANCELLED;
        }
        if (said[Cue.CLOSED.ordinal()]) {
            return What.CLOSED;
        }
        if (hit && (targetNamed || tickedTargets > 0)) {
            return What.TARGET_HIT;
        }
        if (said[Cue.MOVED.ordinal()]) {
            return What.MOVED;
        }
        boolean gains = said[Cue.PROFIT.ordinal()] || said[Cue.RUNNING.ordinal()] || said[Cue.HIT.ordinal()];
        return gains || percentages > 0 ? What.RUNNING : What.OTHER;
    }

    /** The number that stands in, behind or before the word: "TP2", "target 2", "2nd target", "3 targets"; 0 = none. */
    private int targetNumber(int token) {
        if (tokens.kind(token) == CallTokens.Kind.INDEXED_TARGET) {
            int word = tokens.word(token);
            int at = words.end(word);
            while (Characters.isDigit(words.at(at - 1))) {
                at--;
            }
            return within(number(at));
        }
        int number = 0;
        for (int after = token + 1; after < tokens.count() && isCount(after); after++) {
            number = Math.max(number, (int) tokens.figure(after).value());
        }
        if (number == 0 && token > 0 && !tokens.startsLine(token)) {
            number = isCount(token - 1) ? (int) tokens.figure(token - 1).value() : ordinal(tokens.word(token - 1));
        }
        return number;
    }

    private boolean isCount(int token) {
        Figure figure = tokens.figure(token);
        return figure != null && figure.integer() && figure.value() >= 1 && figure.value() <= MOST_TARGETS;
    }

    /** "2nd", or the number of "first", "second" …; 0 = neither. */
    private int ordinal(int word) {
        if (Characters.isDigit(words.at(words.start(word)))) {
            return words.hasLetter(word) ? within(number(words.start(word))) : 0;
        }
        return switch (words.lower(word)) {
            case "first", "1er", "primer", "primo", "первая" -> 1;
            case "second", "segundo", "secondo", "вторая" -> 2;
            case "third", "tercer", "terzo", "третья" -> 3;
            case "fourth" -> 4;
            case "fifth" -> 5;
            default -> 0;
        };
    }

    private int number(int offset) {
        int number = 0;
        for (int at = offset; Characters.isDigit(words.at(at)) && number <= MOST_TARGETS; at++) {
            number = number * 10 + words.at(at) - '0';
        }
        return number;
    }

    private static int within(int number) {
        return number <= MOST_TARGETS ? number : 0;
    }

    private void percentage(int token, Figure figure) {
        boolean loss = words.at(figure.start() - 1) == '-' && !Characters.isWordUnit(words.at(figure.start() - 2));
        double value = loss ? -figure.value() : figure.value();
        percentages++;
        onlyPercentage = value;
        if (profit == null && (near(token, Cue.PROFIT) || near(token, Cue.RUNNING))) {
            profit = value;
        }
    }

    private boolean near(int token, Cue cue) {
        int from = Math.max(0, token - NEAR);
        int to = Math.min(tokens.count() - 1, token + NEAR);
        for (int other = from; other <= to; other++) {
            if (tokens.cue(other) == cue && tokens.line(other) == tokens.line(token)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a cross or a no-entry sign closes the stop's line. */
    private boolean crossed(int token) {
        int end = token + 1 < tokens.count() ? words.start(tokens.word(token + 1)) : words.size();
        for (int i = words.end(tokens.word(token)); i < end && words.at(i) != '\n'; i++) {
            if (words.at(i) == '\u274C' || words.at(i) == '\u26D4' || words.at(i) == '\u274E') {
                return true;
            }
        }
        return false;
    }
}
