package io.tokentape.serving.http;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a failure becomes an answer. */
final class Problems {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    /** Kept short: it may come from the request. */
    private static final int LONGEST_INSTANCE = 200;

    private Problems() {}

    static void answer(Exception failure, Context context) {
        write(of(failure, context.method() + " " + context.path()), context);
    }

    static void write(Problem problem, Context context) {
        problem.headers().forEach(context::header);
        context.status(problem.status())
                .contentType(Problem.CONTENT_TYPE)
                .header("Cache-Control", "no-store")
                .result(problem.body(shortened(context.path())));
    }

    private static Problem of(Exception failure, String request) {
        if (failure instanceof ProblemException known) {
            return known.problem();
        }
        if (failure instanceof HttpResponseException response) {
            return ofStatus(response);
        }
        log.error("{} failed", shortened(request), failure);
        return new Problem(500, "internal", "Internal error", "the request failed; the log of the server says why");
    }

    private static Problem ofStatus(HttpResponseException response) {
        int status = response.getStatus();
        Map<String, String> headers = new TreeMap<>();
        if (status == 405) {
            // Javalin names the methods in a comma-separated detail.
            response.getDetails().values().stream().findFirst().ifPresent(methods -> headers.put("Allow", methods));
        }
        return switch (status) {
            case 404 -> Problem.notFound("no-such-route", "there is nothing under this path");
            case 405 ->
                new Problem(
                        405,
                        "method-not-allowed",
                        "Method not allowed",
                        "the path is there, but not for this method",
                        List.of(),
                        headers);
            default -> ofStatus(status);
        };
    }

    /** A status that the server itself came to, such as a header that is too long. */
    static Problem ofStatus(int status) {
        String title = HttpStatus.getMessage(status);
        String code = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return new Problem(status, code, title, "the server refused the request");
    }

    /** For requests that never reach a route. */
    static boolean answer(Request request, Response response, Callback callback) {
        int status = response.getStatus() < 400 ? 500 : response.getStatus();
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
        Content.Sink.write(response, true, new String(ofStatus(status).body(null), StandardCharsets.UTF_8), callback);
        return true;
    }

    static String shortened(String text) {
        return text.length() <= LONGEST_INSTANCE ? text : text.substring(0, LONGEST_INSTANCE) + "…";
    }
}
