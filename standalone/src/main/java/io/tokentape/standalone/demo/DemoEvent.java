package io.tokentape.standalone.demo;

import io.tokentape.connectors.files.TapeRecord;

/** A record of the demo and what is really so. */
public record DemoEvent(TapeRecord<?> record, DemoTruth truth) {
    public boolean isPost() {
        return truth instanceof DemoTruth.Post;
    }
}
