package io.tokentape.serving.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tokentape.serving.http.Json;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One client: its filter and what waits for it. A client that lets too much wait is closed; nothing is dropped in
 * between, so that the sequence numbers it sees have no gap. Safe for use by many threads.
 */
public final class LiveSession {
    /** Try again later: the client is welcome back when it can keep up. */
    private static final int CLOSE_SLOW = 1013;

    private static final int CLOSE_RESTART = 1012;

    private final LiveHub hub;
    private final String id;
    private final Outlet outlet;
    private final int frameLimit;
    private final int charLimit;
    private final Deque<String> waiting = new ArrayDeque<>();
    private int waitingChars;
    private boolean sending;
    private boolean pumping;
    private boolean closed;
    private long sequence;
    private volatile LiveFilter filter;

    LiveSession(LiveHub hub, String id, Outlet outlet, int frameLimit, int charLimit) {
        this.hub = hub;
        this.id = id;
        this.outlet = outlet;
        this.frameLimit = frameLimit;
        this.charLimit = charLimit;
    }

    String id() {
        return id;
    }

    /** A text frame of the client. */
    public void receive(String text) {
        JsonNode frame;
        try {
            frame = Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            offer(LiveFrames.error("malformed", "a frame must be a JSON object"));
            return;
        }
        String type = frame == null ? "" : frame.path("type").asText("");
        switch (type) {
            case "init" -> init(frame.path("data"));
            case "ping", "heartbeat" -> offer(LiveFrames.pong(hub.now()));
            case "" -> offer(LiveFrames.error("malformed", "a frame must be a JSON object with a type"));
            default -> offer(LiveFrames.error("unknown-type", "known types are init and ping"));
        }
    }

    /** A binary frame of the client. */
    public void receiveBinary() {
        offer(LiveFrames.error("malformed", "frames are text"));
    }

    /** The socket is gone. */
    public void disconnected() {
        synchronized (this) {
            closed = true;
            waiting.clear();
            waitingChars = 0;
        }
        hub.forget(this);
    }

    private void init(JsonNode data) {
        InitRequest request;
        try {
            request = InitRequest.parse(data);
        } catch (IllegalArgumentException e) {
            offer(LiveFrames.error("bad-init", e.getMessage()));
            return;
        }
        hub.subscribe(this, request);
    }

    void listen(LiveFilter wanted) {
        filter = wanted;
    }

    /** Whether it has said what it wants. */
    boolean listening() {
        return filter != null;
    }

    /** Takes a record if it wants it. */
    void offer(LiveEvent event) {
        LiveFilter wanted = filter;
        if (wanted == null || event.post().filter(wanted::matches).isEmpty()) {
            return;
        }
        event.frame().ifPresent(frame -> enqueue(frame, true));
        pump();
    }

    void offer(String frame) {
        enqueue(frame, false);
        pump();
    }

    void heartbeat(long counter, Instant now) {
        offer(LiveFrames.heartbeat(counter, hub.positions(), now));
    }

    void restart() {
        end(CLOSE_RESTART, "the server restarts");
    }

    private void enqueue(String frame, boolean numbered) {
        boolean slow = false;
        synchronized (this) {
            if (closed) {
                return;
            }
            // The client's own numbers have no gap, whatever its filter leaves out.
            String numberedFrame = numbered ? LiveFrames.message(++sequence, frame) : frame;
            waiting.add(numberedFrame);
            waitingChars += numberedFrame.length();
            slow = waiting.size() > frameLimit || waiting.size() > 1 && waitingChars > charLimit;
        }
        if (slow) {
            hub.countSlow();
            end(CLOSE_SLOW, "too slow: more is waiting than may wait");
        }
    }

    private void end(int code, String reason) {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            waiting.clear();
            waitingChars = 0;
        }
        hub.forget(this);
        outlet.close(code, reason);
    }

    /** Sends while the outlet takes frames at once; a loop, for the outlet may call back before it returns. */
    private void pump() {
        synchronized (this) {
            if (pumping) {
                return;
            }
            pumping = true;
        }
        for (String frame = next(); frame != null; frame = next()) {
            outlet.send(frame, this::sent, this::failed);
        }
    }

    /** Null ends the pumping. */
    private synchronized String next() {
        if (sending || closed || waiting.isEmpty()) {
            pumping = false;
            return null;
        }
        sending = true;
        String frame = waiting.poll();
        waitingChars -= frame.length();
        return frame;
    }

    private void sent() {
        synchronized (this) {
            sending = false;
        }
        pump();
    }

    /** The socket's own close follows. */
    private void failed() {
        disconnected();
    }
}
