package io.tokentape.topology.bench;

import io.tokentape.topology.analysis.StandardPostAnalyzer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Which share of its time the analysis spends in each stage, out of the samples of a flight recording: a sample counts for
 * the room and class that the analyzer had called.
 */
final class StageShares {
    private static final String ANALYZER = StandardPostAnalyzer.class.getName();
    private static final String ROOMS = "io.tokentape.topology.";

    private final Map<String, Integer> samples = new HashMap<>();
    private int total;

    static StageShares of(Path recording) throws IOException {
        StageShares shares = new StageShares();
        try (RecordingFile events = new RecordingFile(recording)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                if (event.getEventType().getName().equals("jdk.ExecutionSample") && event.getStackTrace() != null) {
                    shares.add(event.getStackTrace().getFrames());
                }
            }
        }
        return shares;
    }

    private void add(List<RecordedFrame> frames) {
        for (int i = frames.size() - 1; i >= 0; i--) {
            RecordedFrame frame = frames.get(i);
            if (frame.getMethod().getType().getName().equals(ANALYZER)
                    && frame.getMethod().getName().equals("analyze")) {
                samples.merge(i == 0 ? "analysis" : stage(frames.subList(0, i)), 1, Integer::sum);
                total++;
                return;
            }
        }
    }

    /** The first room that was entered; of reading the text, words and features apart. */
    private static String stage(List<RecordedFrame> called) {
        String text = null;
        for (int i = called.size() - 1; i >= 0; i--) {
            String type = called.get(i).getMethod().getType().getName();
            if (!type.startsWith(ROOMS) || type.equals(ANALYZER)) {
                continue;
            }
            String[] names = type.substring(ROOMS.length()).split("\\.");
            String room = names[0];
            String own = names[names.length - 1];
            if (!room.equals("text")) {
                return text == null ? room : text;
            }
            if (own.startsWith("Feature")) {
                return "text: features";
            }
            text = own.startsWith("Language") ? "text: language" : text == null ? "text: words" : text;
        }
        return text == null ? "analysis" : text;
    }

    int samples() {
        return total;
    }

    /** Stages, the dearest first, with the microseconds of each when a post takes so many. */
    void print(double microsPerPost) {
        samples.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(stage -> {
                    double share = (double) stage.getValue() / total;
                    System.out.printf("  %-16s %5.1f %%  %6.2f µs%n", stage.getKey(), share * 100, share * microsPerPost);
                });
    }
}
