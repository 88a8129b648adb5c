package io.tokentape.connectors;

import io.tokentape.schemas.wire.RegistryAwayException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import org.apache.kafka.common.errors.RetriableException;

/** Tells a registry that is away, which passes, from bytes or schemas that will never do. */
public final class WireTrouble {
    private WireTrouble() {}

    public static boolean mayPass(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException
                    || cause instanceof RegistryAwayException
                    || cause instanceof SocketException
                    || cause instanceof UnknownHostException
                    || cause instanceof HttpTimeoutException) {
                return true;
            }
        }
        return false;
    }
}
