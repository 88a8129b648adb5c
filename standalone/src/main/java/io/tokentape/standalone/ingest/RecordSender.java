package io.tokentape.standalone.ingest;

import io.tokentape.connectors.files.TapeRecord;
import java.util.function.Consumer;

/** Takes records to their topics. */
interface RecordSender extends AutoCloseable {
    /**
     * Sends, waiting while much is under way.
     *
     * @param whenRefused told why if the broker will not have this record; may run on another thread
     * @throws io.tokentape.standalone.CommandException when the cluster stays away
     */
    void send(TapeRecord<?> record, Consumer<String> whenRefused);

    /** Returns when everything sent is acknowledged or refused. */
    void flush();

    /** Records acknowledged so far. */
    long acknowledged();

    @Override
    void close();
}
