package io.tokentape.standalone.doctor;

/** What one check found. */
record Finding(String subject, Verdict verdict, String text) {
    enum Verdict {
        OK,
        PROBLEM,
        SKIPPED
    }

    static Finding ok(String subject, String text) {
        return new Finding(subject, Verdict.OK, text);
    }

    /** @param mend what to do about it */
    static Finding problem(String subject, String text, String mend) {
        return new Finding(subject, Verdict.PROBLEM, text + ": " + mend);
    }

    static Finding skipped(String subject, String text) {
        return new Finding(subject, Verdict.SKIPPED, text);
    }

    String line() {
        String word = switch (verdict) {
            case OK -> "ok";
            case PROBLEM -> "problem";
            case SKIPPED -> "skipped";
        };
        return "%-8s %-9s %s".formatted(word, subject, text);
    }
}
