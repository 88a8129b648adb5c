package io.tokentape.serving.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tokentape.serving.http.Json;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/**
 * One client: its filter and what waits for it. A client that lets too much wait is closed; nothing is dropped in
 * between, so that the sequence numbers it sees have no gap. Safe for use by many threads.
 */
public final class LiveSession<T> {
    /** The client is welcome back later. */
    private static final int CLOSE_TRY_AGAIN = 1013;

    private static final int CLOSE_RESTART = 1012;

    /** What a place in the queue takes. */
    private static final int CHARS_PER_PLACE = 8;

    private final LiveHub<T> hub;
    private final String id;
    private final Outlet outlet;
    private final int frameLimit;
    private final long charLimit;
    private final LiveBudget budget;
    private final Deque<Waiting<T>> waiting = new ArrayDeque<>();
    private long waitingChars;
    private int underWayChars;
    private boolean sending;
    private boolean pumping;
    private boolean closed;
    private long sequence;
    private volatile Predicate<T> filter;

    /**
     * What is to be sent: a frame of its own, or a record, which all clients share and which gets its number on the way.
     *
     * @param event null = there is none
     * @param live false = the client asked for it after it had come
     */
    private record Waiting<T>(String frame, LiveEvent<T> event, boolean live) {}

    LiveSession(LiveHub<T> hub, String id, Outlet outlet, int frameLimit, long charLimit, LiveBudget budget) {
        this.hub = hub;
        this.id = id;
        this.outlet = outlet;
        this.frameLimit = frameLimit;
        this.charLimit = charLimit;
        this.budget = budget;
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
            shut();
        }
        hub.forget(this);
    }

    private void init(JsonNode data) {
        InitRequest<T> request;
        try {
            request = InitRequest.parse(data, hub.topic());
        } catch (IllegalArgumentException e) {
            offer(LiveFrames.error("bad-init", e.getMessage()));
            return;
        }
        hub.subscribe(this, request);
    }

    void listen(Predicate<T> wanted) {
        filter = wanted;
    }

    /** Whether it has said what it wants. */
    boolean listening() {
        return filter != null;
    }

    /** Takes a record if it wants it. */
    void offer(LiveEvent<T> event) {
        offer(event, true);
    }

    /** Takes one of the last records if it wants it. */
    void offerEarlier(LiveEvent<T> event) {
        offer(event, false);
    }

    private void offer(LiveEvent<T> event, boolean live) {
        Predicate<T> wanted = filter;
        if (wanted == null || event.record().filter(wanted).isEmpty()) {
            return;
        }
        event.frame().ifPresent(frame -> offer(new Waiting<>(frame, event, live)));
    }

    void offer(String frame) {
        offer(new Waiting<>(frame, null, false));
    }

    private void offer(Waiting<T> next) {
        enqueue(next);
        pump();
        if (budget.exceeded()) {
            hub.shed();
        }
    }

    void heartbeat(long counter, Instant now) {
        offer(LiveFrames.heartbeat(counter, hub.positions(), now));
    }

    void restart() {
        end(CLOSE_RESTART, "the server restarts");
    }

    /** What it asked for cannot be given now. */
    void comeBack() {
        end(CLOSE_TRY_AGAIN, "the last records cannot be read now");
    }

    void tooSlow() {
        if (end(CLOSE_TRY_AGAIN, "too slow: more is waiting than may wait")) {
            hub.countSlow();
        }
    }

    /** With the frame under way. */
    synchronized long waitingChars() {
        return waitingChars + underWayChars;
    }

    private void enqueue(Waiting<T> next) {
        boolean slow = false;
        synchronized (this) {
            if (closed) {
                return;
            }
            waiting.add(next);
            waitingChars += next.frame().length();
            hold(next);
            slow = waiting.size() > frameLimit || waiting.size() > 1 && waitingChars > charLimit;
        }
        if (slow) {
            tooSlow();
        }
    }

    private void hold(Waiting<T> one) {
        budget.take(CHARS_PER_PLACE);
        if (one.event() == null) {
            budget.take(one.frame().length());
        } else {
            one.event().hold(budget);
        }
    }

    private void release(Waiting<T> one) {
        budget.giveBack(CHARS_PER_PLACE);
        if (one.event() == null) {
            budget.giveBack(one.frame().length());
        } else {
            one.event().release(budget);
        }
    }

    /** False = it had ended before. */
    private boolean end(int code, String reason) {
        synchronized (this) {
            if (closed) {
                return false;
            }
            shut();
        }
        hub.forget(this);
        outlet.close(code, reason);
        return true;
    }

    /** Lets go of all it holds; the lock is held. */
    private void shut() {
        closed = true;
        waiting.forEach(this::release);
        waiting.clear();
        waitingChars = 0;
        underWay(0);
    }

    /** The lock is held. */
    private void underWay(int chars) {
        budget.take((long) chars - underWayChars);
        underWayChars = chars;
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
        Waiting<T> next = waiting.poll();
        waitingChars -= next.frame().length();
        release(next);
        String frame = next.event() == null ? next.frame() : message(next);
        underWay(frame.length());
        return frame;
    }

    /** The client's own numbers have no gap, whatever its filter leaves out. The lock is held. */
    private String message(Waiting<T> next) {
        Instant sentAt = hub.now();
        if (next.live()) {
            hub.countSent(next.event().timestamp(), sentAt);
        }
        return LiveFrames.message(++sequence, sentAt, next.frame());
    }

    private void sent() {
        synchronized (this) {
            sending = false;
            underWay(0);
        }
        pump();
    }

    /** The socket's own close follows. */
    private void failed() {
        disconnected();
    }
}
