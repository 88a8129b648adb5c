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
        String query = keys.stream()
                .map(key -> "key=" + URLEncoder.encode(key, StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + address + LocalRoutes.PATH + table.path() + "?" + query))
                .timeout(TIMEOUT)
                .build();
        return client.sendAsync(request, BodyHandlers.ofByteArray()).thenApply(HttpPeers::read);
    }

    /** What the peer says of itself is passed on: restoring stays 503. */
    private static Map<String, Stored> read(HttpResponse<byte[]> response) {
        if (response.statusCode() == 503) {
            throw Problem.unavailable("view-restoring", "the instance that owns the key is not ready", 2)
                    .asException();
        }
        if (response.statusCode() != 200) {
            throw Problem.badGateway("the instance that owns the key answered " + response.statusCode())
                    .asException();
        }
        Map<String, Stored> found = new HashMap<>();
        try {
            for (JsonNode item : Json.MAPPER.readTree(response.body()).path("items")) {
                found.put(
                        item.get("key").textValue(),
                        new Stored(
                                item.get("value").binaryValue(),
                                item.get("timestamp").longValue()));
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        }
        return found;
    }
}
