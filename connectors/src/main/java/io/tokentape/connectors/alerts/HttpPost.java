package io.tokentape.connectors.alerts;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Posts JSON and waits for the answer, a bounded time for a bounded part of it. Follows no redirect. */
public final class HttpPost {
    private static final int MOST_BYTES = 64 << 10;

    private final HttpClient client;
    private final Duration timeout;

    /** @param timeout of connecting, and of the whole exchange */
    public HttpPost(Duration timeout) {
        this.timeout = timeout;
        client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * What the receiver answered.
     *
     * @param body its first 64 KiB
     * @param retryAfterSeconds the header {@code Retry-After} where it is a number
     */
    public record Answer(int status, byte[] body, OptionalLong retryAfterSeconds) {
        public boolean successful() {
            return status / 100 == 2;
        }

        /** Null where the header says nothing. */
        public Duration retryAfter() {
            return retryAfterSeconds.isPresent() ? Duration.ofSeconds(retryAfterSeconds.getAsLong()) : null;
        }
    }

    /** @throws OutletAwayException when there is no answer in time; never names the address, which may hold a secret */
    public Answer post(URI url, Map<String, String> headers, byte[] json) throws OutletAwayException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json));
        headers.forEach(request::header);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        CompletableFuture<HttpResponse<Void>> exchange = client.sendAsync(
                request.build(),
                HttpResponse.BodyHandlers.ofByteArrayConsumer(
                        part -> part.ifPresent(bytes -> body.write(bytes, 0, kept(bytes, body)))));
        try {
            HttpResponse<Void> response = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), body.toByteArray(), retryAfter(response));
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw new OutletAwayException("the receiver did not answer within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new OutletAwayException(
                    "the receiver cannot be reached: " + e.getCause().getClass().getSimpleName(), e.getCause());
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw new OutletAwayException("interrupted while waiting for the receiver", e);
        }
    }

    private static int kept(byte[] bytes, ByteArrayOutputStream body) {
        return Math.min(bytes.length, MOST_BYTES - body.size());
    }

    private static OptionalLong retryAfter(HttpResponse<?> response) {
        String value = response.headers().firstValue("Retry-After").orElse("");
        return value.matches("\\d{1,9}") ? OptionalLong.of(Long.parseLong(value)) : OptionalLong.empty();
    }
}
