package io.tokentape.serving.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tokentape.serving.http.Json;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Takes frames at once, or only when told to. */
final class FakeOutlet implements Outlet {
    private final List<JsonNode> frames = new ArrayList<>();
    private boolean stuck;
    private Runnable underWay;
    private Integer closeCode;
    private String closeReason;

    static FakeOutlet stuck() {
        FakeOutlet outlet = new FakeOutlet();
        outlet.stuck = true;
        return outlet;
    }

    @Override
    public void send(String frame, Runnable sent, Runnable failed) {
        assertNothingUnderWay();
        try {
            frames.add(Json.MAPPER.readTree(frame));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        if (stuck) {
            underWay = sent;
        } else {
            sent.run();
        }
    }

    private void assertNothingUnderWay() {
        if (underWay != null) {
            throw new AssertionError("two frames at a time");
        }
    }

    /** The frame under way has gone out. */
    void take() {
        Runnable sent = underWay;
        underWay = null;
        sent.run();
    }

    void flow() {
        stuck = false;
        take();
    }

    @Override
    public void close(int code, String reason) {
        closeCode = code;
        closeReason = reason;
    }

    List<JsonNode> frames() {
        return frames;
    }

    List<JsonNode> frames(String type) {
        return frames.stream()
                .filter(frame -> frame.get("type").asText().equals(type))
                .toList();
    }

    List<String> ids() {
        return frames("message").stream()
                .map(frame -> frame.get("data").get("id").asText())
                .toList();
    }

    /** Null = open. */
    Integer closeCode() {
        return closeCode;
    }

    String closeReason() {
        return closeReason;
    }
}
