package io.tokentape.standalone.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Free ports on loopback. */
public final class Ports {
    private Ports() {}

    /** Different ports that were free a moment ago: whoever binds one must be ready to find it taken. */
    public static List<Integer> free(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            List<Integer> ports = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket);
                ports.add(socket.getLocalPort());
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        } finally {
            sockets.forEach(Ports::closeQuietly);
        }
    }

    /** Whether nobody listens on this port of this host right now. */
    public static boolean isFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * @param port 0 = any, which is always free
     * @throws IllegalStateException caused by a BindException when somebody listens there
     */
    public static void requireFree(String host, int port) {
        if (port != 0 && !isFree(host, port)) {
            throw new IllegalStateException(
                    "port " + port + " is taken", new BindException(host + ":" + port + " is in use"));
        }
    }

    /** Whether the failure, or what it was caused by, is a port that somebody else holds. */
    public static boolean isTaken(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }

    private static void closeQuietly(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release port " + socket.getLocalPort(), e);
        }
    }
}
