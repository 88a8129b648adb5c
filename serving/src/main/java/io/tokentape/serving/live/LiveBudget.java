package io.tokentape.serving.live;

import java.util.concurrent.atomic.AtomicLong;

/** What waits for all clients together, in characters. Safe for use by many threads. */
final class LiveBudget {
    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    LiveBudget(long limit) {
        this.limit = limit;
    }

    void take(long chars) {
        taken.addAndGet(chars);
    }

    void giveBack(long chars) {
        taken.addAndGet(-chars);
    }

    long taken() {
        return taken.get();
    }

    boolean exceeded() {
        return taken.get() > limit;
    }
}
