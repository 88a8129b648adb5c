package io.tokentape.standalone.up;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A client of the live feed that knows nothing but JSON. */
final class LiveClient implements WebSocket.Listener, AutoCloseable {
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;

    LiveClient(URI server) {
        URI address = URI.create("ws://" + server.getAuthority() + "/ws/v1/intelligence/");
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, this)
                .join();
    }

    void send(String frame) {
        socket.sendText(frame, true).join();
    }

    JsonNode next() throws InterruptedException, JsonProcessingException {
        return next(frame -> true);
    }

    /** The next one of this type; what comes before it is passed over. */
    JsonNode next(String type) throws InterruptedException, JsonProcessingException {
        return next(frame -> frame.path("type").asText().equals(type));
    }

    JsonNode next(Predicate<JsonNode> wanted) throws InterruptedException, JsonProcessingException {
        for (String frame = poll(); frame != null; frame = poll()) {
            JsonNode read = UpClient.JSON.readTree(frame);
            if (wanted.test(read)) {
                return read;
            }
        }
        throw new AssertionError("no such frame came");
    }

    private String poll() throws InterruptedException {
        return frames.poll(UpClient.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            frames.add(part.toString());
            part.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
