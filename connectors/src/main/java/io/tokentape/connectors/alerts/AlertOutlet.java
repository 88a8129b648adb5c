package io.tokentape.connectors.alerts;

import io.tokentape.schemas.avro.Alert;
import java.util.List;

/** Where a sink tells alerts. For one thread. */
public interface AlertOutlet extends AutoCloseable {
    /**
     * How many of so many waiting alerts go into one delivery.
     *
     * @param waiting 1 or more
     * @return 1..waiting
     */
    default int together(int waiting) {
        return 1;
    }

    /**
     * Tells these alerts in one delivery and returns when the receiver has confirmed it. Takes a bounded time.
     *
     * @param alerts as many as {@link #together} said, or one
     * @throws OutletAwayException when the same delivery may go well later
     * @throws AlertRefusedException when it never will, because of what is in it
     */
    void deliver(List<Alert> alerts) throws OutletAwayException, AlertRefusedException;

    @Override
    default void close() {}
}
