package io.tokentape.connectors.files;

/** Carries a rejection out of the depths of a parser, which turns it into a {@link Parsed.Rejected}. Has no stack trace. */
final class RejectedLineException extends Exception {
    private final transient RejectReason reason;

    RejectedLineException(RejectReason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    RejectReason reason() {
        return reason;
    }

    static RejectedLineException missing(String field) {
        return new RejectedLineException(RejectReason.MISSING_FIELD, field + " is missing");
    }

    static RejectedLineException wrongType(String field, String expected, String found) {
        return new RejectedLineException(RejectReason.WRONG_TYPE, field + " must be " + expected + ", not " + found);
    }

    static RejectedLineException badValue(String field, String problem) {
        return new RejectedLineException(RejectReason.BAD_VALUE, field + " " + problem);
    }
}
