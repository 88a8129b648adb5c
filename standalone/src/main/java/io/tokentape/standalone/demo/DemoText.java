package io.tokentape.standalone.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The demo's resources and how it writes numbers. */
final class DemoText {
    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private DemoText() {}

    /** The lines of a resource, comments left out. */
    static List<String> lines(String name) {
        try (InputStream in = DemoText.class.getResourceAsStream(name);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("# "))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A price with four significant digits, rounded as {@link #shown} shows it. */
    static double rounded(double price) {
        return new BigDecimal(price).round(FOUR_DIGITS).doubleValue();
    }

    static String shown(double price) {
        return new BigDecimal(price).round(FOUR_DIGITS).stripTrailingZeros().toPlainString();
    }
}
