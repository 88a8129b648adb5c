package io.tokentape.serving.http;

import java.util.List;
import java.util.Map;

/**
 * An error as RFC 9457 has it.
 *
 * @param code stable machine name; the {@code type} is {@code urn:tokentape:problem:<code>}
 * @param detail one sentence for people; never a stack trace
 * @param violations what is wrong with which parameter; empty for other errors
 * @param headers further headers of the answer
 */
public record Problem(
        int status, String code, String title, String detail, List<Violation> violations, Map<String, String> headers) {
    public static final String CONTENT_TYPE = "application/problem+json";
    private static final String TYPE_PREFIX = "urn:tokentape:problem:";

    /** @param pointer where in the request, such as {@code /query/size} */
    public record Violation(String pointer, String detail) {}

    public Problem {
        violations = List.copyOf(violations);
        headers = Map.copyOf(headers);
    }

    public Problem(int status, String code, String title, String detail) {
        this(status, code, title, detail, List.of(), Map.of());
    }

    public static Problem badParameters(List<Violation> violations) {
        return new Problem(400, "bad-parameter", "Bad request", "a parameter cannot be used", violations, Map.of());
    }

    public static Problem notFound(String code, String detail) {
        return new Problem(404, code, "Not found", detail);
    }

    public static Problem unavailable(String code, String detail, int retryAfterSeconds) {
        return new Problem(
                503,
                code,
                "Unavailable for now",
                detail,
                List.of(),
                Map.of("Retry-After", Integer.toString(retryAfterSeconds)));
    }

    public static Problem badGateway(String detail) {
        return new Problem(502, "peer-failed", "Another instance failed", detail);
    }

    public ProblemException asException() {
        return asException(null);
    }

    /** @param cause null = none */
    public ProblemException asException(Throwable cause) {
        return new ProblemException(this, cause);
    }

    public byte[] body(String instance) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("type", TYPE_PREFIX + code);
            json.writeStringField("title", title);
            json.writeNumberField("status", status);
            json.writeStringField("detail", detail);
            if (instance != null) {
                json.writeStringField("instance", instance);
            }
            json.writeStringField("code", code);
            if (!violations.isEmpty()) {
                json.writeArrayFieldStart("errors");
                for (Violation violation : violations) {
                    json.writeStartObject();
                    json.writeStringField("pointer", violation.pointer());
                    json.writeStringField("detail", violation.detail());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        });
    }
}
