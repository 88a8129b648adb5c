package io.tokentape.serving.health;

/** Something that serving needs. */
public record Dependency(String name, Probe probe) {
    @FunctionalInterface
    public interface Probe {
        /** Returns when it is well, throws when it is not. */
        void run() throws Exception;
    }
}
