package io.tokentape.serving.query;

import java.util.List;

/**
 * What all instances hold under a prefix.
 *
 * @param found of each instance its first rows; copies of a row may be among them, older ones too
 * @param failed addresses of the instances that did not answer; their rows are missing unless others hold copies
 */
public record Scan(List<Stored> found, List<String> failed) {
    public Scan {
        found = List.copyOf(found);
        failed = List.copyOf(failed);
    }
}
