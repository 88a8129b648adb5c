package io.tokentape.serving.http;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Query parameters, read with what is wrong gathered, so that an answer names everything at once. Empty is absent;
 * of a parameter given twice the first counts.
 */
public final class Params {
    private static final int LONGEST = 8_000;

    private final Map<String, List<String>> query;
    private final List<Problem.Violation> violations = new ArrayList<>();

    private Params(Map<String, List<String>> query) {
        this.query = query;
    }

    /** @throws ProblemException 400 when the query is not even readable */
    public static Params of(Context context) {
        try {
            return new Params(context.queryParamMap());
        } catch (IllegalArgumentException e) {
            throw Problem.badParameters(List.of(new Problem.Violation("/query", "is not valid percent-encoding")))
                    .asException();
        }
    }

    public boolean has(String name) {
        return text(name) != null;
    }

    /** Null = absent. */
    public String text(String name) {
        List<String> values = query.get(name);
        String value = values == null || values.isEmpty() ? null : values.get(0);
        if (value != null && value.length() > LONGEST) {
            violation(name, "is longer than " + LONGEST + " characters");
            return null;
        }
        return value == null || value.isBlank() ? null : value.strip();
    }

    public int number(String name, int whenAbsent, int least, int most) {
        String text = text(name);
        if (text == null) {
            return whenAbsent;
        }
        if (text.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        violation(name, "must be a whole number from " + least + " to " + most);
        return whenAbsent;
    }

    /** Null = absent. */
    public Boolean flag(String name) {
        return parsed(name, text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on" -> true;
            case "false", "0", "no", "off" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        });
    }

    /**
     * Null = absent or wrong.
     *
     * @param parse throws IllegalArgumentException with a message for people
     */
    public <T> T parsed(String name, Function<String, T> parse) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            violation(name, e.getMessage());
            return null;
        }
    }

    /**
     * A name of the enum, in any case. Null = absent or wrong.
     *
     * @param unknown not a name that can be asked for
     */
    public <E extends Enum<E>> E oneOf(String name, Class<E> type, E unknown) {
        return parsed(name, text -> named(type, unknown, text));
    }

    private static <E extends Enum<E>> E named(Class<E> type, E unknown, String text) {
        for (E value : type.getEnumConstants()) {
            if (value != unknown && value.name().equalsIgnoreCase(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException("must be one of "
                + String.join(
                        ", ",
                        Arrays.stream(type.getEnumConstants())
                                .filter(value -> value != unknown)
                                .map(value -> value.name().toLowerCase(Locale.ROOT))
                                .toList()));
    }

    /** 0..1. Null = absent or wrong. */
    public Double share(String name) {
        return parsed(name, text -> {
            if (!text.matches("0|1|[01]?[.][0-9]{1,9}") || Double.parseDouble(text) > 1) {
                throw new IllegalArgumentException("must be a number from 0 to 1");
            }
            return Double.valueOf(text);
        });
    }

    public <T> T required(String name, Function<String, T> parse) {
        if (!has(name) && violations.stream().noneMatch(known -> known.pointer().equals("/query/" + name))) {
            violation(name, "is required");
        }
        return parsed(name, parse);
    }

    /** Every value of a parameter that may be given more than once, 1 to {@code most} of them. */
    public List<String> all(String name, int most) {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.isEmpty() || values.size() > most) {
            violation(name, "must be given 1 to " + most + " times");
            return List.of();
        }
        return values;
    }

    public void violation(String name, String detail) {
        violations.add(new Problem.Violation("/query/" + name, detail));
    }

    /** @throws ProblemException 400 naming every violation */
    public void failOnViolations() {
        if (!violations.isEmpty()) {
            throw Problem.badParameters(violations).asException();
        }
    }
}
