package io.tokentape.connectors.files;

/** What the parsers ask about text. */
final class Lines {
    /** What a topic takes that asks for no more than the broker's default. */
    private static final int SMALL_RECORD_BYTES = 1_000_000;

    private static final int SHOWN_CHARACTERS = 40;

    private Lines() {}

    /** Refuses a line that could not fit a topic of ordinary size. */
    static void checkSmall(int lineBytes) throws RejectedLineException {
        if (lineBytes > SMALL_RECORD_BYTES) {
            throw new RejectedLineException(
                    RejectReason.TOO_LARGE, "the line has " + lineBytes + " bytes, the limit is " + SMALL_RECORD_BYTES);
        }
    }

    /** A piece of the input that is short enough for a message. */
    static String shortened(String text) {
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
    }

    static boolean isBlank(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    /** Bytes of the text in UTF-8 as Java encodes it: a lone surrogate becomes one question mark. Null has none. */
    static long utf8Length(String text) {
        if (text == null) {
            return 0;
        }
        long bytes = 0;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes += 1;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                bytes += 1;
            }
            i++;
        }
        return bytes;
    }
}
