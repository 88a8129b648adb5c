package io.tokentape.connectors.telegram;

import io.tokentape.connectors.alerts.AlertText;

/** An alert in <a href="https://core.telegram.org/bots/api#html-style">Telegram's HTML</a>. */
final class TelegramText {
    /** After the entities are parsed; we count UTF-16 units, which are never fewer than Telegram's. */
    static final int MOST_UNITS = 4096;

    private static final String CUT = "…";

    private TelegramText() {}

    /** The headline, then as many lines as there is room for; a line that does not fit is cut, and ends the message. */
    static String of(AlertText alert) {
        String headline = cut(alert.headline(), MOST_UNITS);
        StringBuilder text = new StringBuilder("<b>").append(escaped(headline)).append("</b>");
        int room = MOST_UNITS - headline.length();
        for (String line : alert.lines()) {
            if (room <= 1 + CUT.length()) {
                break;
            }
            String fitting = cut(line, room - 1);
            text.append('\n').append(escaped(fitting));
            room -= fitting.length() + 1;
            if (fitting.length() < line.length()) {
                break;
            }
        }
        return text.toString();
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - CUT.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
