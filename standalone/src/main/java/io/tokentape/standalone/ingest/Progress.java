package io.tokentape.standalone.ingest;

import java.io.PrintWriter;

/** A line that keeps changing, on a terminal only. */
final class Progress {
    private static final long PAUSE_NANOS = 250_000_000;
    /** Set by the launcher: Java itself cannot tell what standard error is. */
    private static final String TERMINAL = "tokentape.terminal";

    private final PrintWriter terminal;
    private final long startedNanos = System.nanoTime();
    private long nextNanos = startedNanos + PAUSE_NANOS;
    private boolean shown;

    /** @param terminal null = show nothing */
    private Progress(PrintWriter terminal) {
        this.terminal = terminal;
    }

    static Progress none() {
        return new Progress(null);
    }

    /** On the writer if standard error is a terminal. */
    static Progress onTerminal(PrintWriter standardError) {
        return Boolean.getBoolean(TERMINAL) ? new Progress(standardError) : none();
    }

    synchronized void show(long read, long sent) {
        if (terminal == null || System.nanoTime() - nextNanos < 0) {
            return;
        }
        long now = System.nanoTime();
        nextNanos = now + PAUSE_NANOS;
        shown = true;
        terminal.printf("\r%,d lines read, %,d sent, %d s ", read, sent, (now - startedNanos) / 1_000_000_000);
        terminal.flush();
    }

    synchronized void clear() {
        if (shown) {
            shown = false;
            terminal.print("\r" + " ".repeat(79) + "\r");
            terminal.flush();
        }
    }
}
