package io.tokentape.serving.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.tokentape.serving.http.Json;
import io.tokentape.serving.http.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** Other instances over HTTP, by {@link LocalRoutes}. */
public final class HttpPeers implements Peers {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final HttpClient client;

    public HttpPeers(HttpClient client) {
        this.client = client;
    }

    @Override
    public CompletableFuture<Map<String, Stored>> fetch(String address, ViewTable table, List<String> keys) {
        return ask(address, table.path() + "?" + query(keys)).thenApply(HttpPeers::byKey);
    }

    @Override
    public CompletableFuture<Copies> fetchCopies(String address, ViewTable table, List<String> keys) {
        return ask(address, table.path() + LocalRoutes.COPIES + "?" + query(keys))
                .thenApply(answer -> new Copies(
                        byKey(answer),
                        answer.hasNonNull("ageMillis")
                                ? (Long) answer.get("ageMillis").longValue()
                                : null));
    }

    @Override
    public CompletableFuture<List<Stored>> scan(String address, ViewTable table, String prefix, int limit) {
        return ask(address, table.path() + LocalRoutes.SCAN + "?prefix=" + encoded(prefix) + "&limit=" + limit)
                .thenApply(answer -> {
                    List<Stored> rows = new ArrayList<>();
                    answer.path("items").forEach(item -> rows.add(stored(item)));
                    return rows;
                });
    }

    private CompletableFuture<JsonNode> ask(String address, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + LocalRoutes.PATH + path))
                .timeout(TIMEOUT)
                .build();
        return client.sendAsync(request, BodyHandlers.ofByteArray()).thenApply(HttpPeers::read);
    }

    private static String query(List<String> keys) {
        return keys.stream().map(key -> "key=" + encoded(key)).collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What the peer says of itself is passed on: restoring stays 503. */
    private static JsonNode read(HttpResponse<byte[]> response) {
        if (response.statusCode() == 503) {
            throw Problem.unavailable("view-restoring", "the instance that owns the key is not ready", 2)
                    .asException();
        }
        if (response.statusCode() != 200) {
            throw Problem.badGateway("the instance that owns the key answered " + response.statusCode())
                    .asException();
        }
        try {
            return Json.MAPPER.readTree(response.body());
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static Map<String, Stored> byKey(JsonNode answer) {
        Map<String, Stored> found = new HashMap<>();
        answer.path("items").forEach(item -> found.put(item.get("key").textValue(), stored(item)));
        return found;
    }

    private static Stored stored(JsonNode item) {
        try {
            return new Stored(
                    item.get("value").binaryValue(), item.get("timestamp").longValue());
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
