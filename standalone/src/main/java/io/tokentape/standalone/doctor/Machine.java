package io.tokentape.standalone.doctor;

import com.sun.management.OperatingSystemMXBean;
import io.tokentape.standalone.embedded.Ports;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Whether this machine can bear `up`. */
final class Machine {
    private static final int LEAST_JAVA = 17;
    private static final long LEAST_MEMORY = 2L << 30;
    private static final long LEAST_DISK = 2L << 30;

    private Machine() {}

    static Finding java(int feature, String version, int processors) {
        String text = version + ", " + processors + " processors";
        return feature >= LEAST_JAVA
                ? Finding.ok("java", text)
                : Finding.problem("java", text, "install a JDK of " + LEAST_JAVA + " or newer");
    }

    static Finding memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? memory(system.getTotalMemorySize())
                : Finding.skipped("memory", "this JVM does not tell");
    }

    static Finding memory(long bytes) {
        String text = gibibytes(bytes) + " GiB";
        return bytes >= LEAST_MEMORY
                ? Finding.ok("memory", text)
                : Finding.problem("memory", text, "'up' needs " + gibibytes(LEAST_MEMORY) + " GiB");
    }

    /** Of the folder, or the nearest one above it that exists. */
    static Finding disk(Path folder) {
        Path existing = folder.toAbsolutePath().normalize();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            long bytes = Files.getFileStore(existing).getUsableSpace();
            String text = gibibytes(bytes) + " GiB free in " + existing;
            if (!Files.isWritable(existing)) {
                return Finding.problem("disk", existing + " cannot be written", "choose another folder with --data");
            }
            return bytes >= LEAST_DISK
                    ? Finding.ok("disk", text)
                    : Finding.problem("disk", text, "make room, or choose another folder with --data");
        } catch (IOException e) {
            return Finding.problem("disk", existing + " cannot be read", e.getMessage());
        }
    }

    /** @param served ports that the cluster in question is known to answer on */
    static Finding ports(List<Integer> ports, List<Integer> served) {
        List<Integer> taken = ports.stream()
                .filter(port -> !served.contains(port) && !Ports.isFree("127.0.0.1", port))
                .toList();
        if (taken.isEmpty()) {
            return Finding.ok("ports", list(ports) + (served.isEmpty() ? " are free" : " are free or ours"));
        }
        return Finding.problem(
                "ports", list(taken) + " taken", "end what uses them, or give 'up' others (--port, --kafka-port, ...)");
    }

    private static String list(List<Integer> ports) {
        return ports.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String gibibytes(long bytes) {
        return "%.1f".formatted(bytes / (double) (1L << 30));
    }
}
