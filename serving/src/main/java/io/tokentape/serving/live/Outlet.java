package io.tokentape.serving.live;

/** The way to one client. One frame is under way at a time. */
interface Outlet {
    /** Calls exactly one of the two when the frame has gone out or has failed; possibly before it returns. */
    void send(String frame, Runnable sent, Runnable failed);

    /** @param code a WebSocket close code */
    void close(int code, String reason);
}
