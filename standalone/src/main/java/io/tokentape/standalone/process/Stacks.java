package io.tokentape.standalone.process;

import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What every thread is doing, for the log of a stop that hangs. */
public final class Stacks {
    private Stacks() {}

    /** Name, state and stack of every thread, in the order of their names. */
    public static String all() {
        return Thread.getAllStackTraces().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(Thread::getName)))
                .map(thread -> thread(thread.getKey(), thread.getValue()))
                .collect(Collectors.joining("\n", "\n", ""));
    }

    private static String thread(Thread thread, StackTraceElement[] stack) {
        return Stream.of(stack)
                .map(frame -> "\n\tat " + frame)
                .collect(Collectors.joining("", thread.getName() + " " + thread.getState(), ""));
    }
}
