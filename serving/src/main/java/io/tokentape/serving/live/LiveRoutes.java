package io.tokentape.serving.live;

import io.javalin.config.RoutesConfig;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import io.tokentape.serving.http.Routes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** The socket of a live feed. */
public final class LiveRoutes<T> implements Routes {
    public static final String INTELLIGENCE = "/ws/v1/intelligence";
    public static final String ALERTS = "/ws/v1/alerts";
    public static final String TOKEN_STATS = "/ws/v1/token-stats";

    private static final int CLOSE_FULL = 1013;

    /** Below every idle time on the way that is in common use. */
    private static final long PING_SECONDS = 20;

    private final String path;
    private final LiveHub<T> hub;
    private final Map<String, LiveSession<T>> sessions = new ConcurrentHashMap<>();

    public LiveRoutes(String path, LiveHub<T> hub) {
        this.path = path;
        this.hub = hub;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.ws(path, this::configure);
    }

    private void configure(WsConfig socket) {
        socket.onConnect(this::connect);
        socket.onMessage(context -> with(context.sessionId(), session -> session.receive(context.message())));
        socket.onBinaryMessage(context -> with(context.sessionId(), LiveSession::receiveBinary));
        socket.onClose(context -> disconnect(context.sessionId()));
        socket.onError(context -> disconnect(context.sessionId()));
    }

    private void connect(WsConnectContext context) {
        Optional<LiveSession<T>> session = hub.connect(new SocketOutlet(context.session));
        if (session.isPresent()) {
            sessions.put(context.sessionId(), session.get());
            context.enableAutomaticPings(PING_SECONDS, TimeUnit.SECONDS);
        } else {
            context.closeSession(CLOSE_FULL, "too many clients");
        }
    }

    private void disconnect(String id) {
        LiveSession<T> session = sessions.remove(id);
        if (session != null) {
            session.disconnected();
        }
    }

    private void with(String id, Consumer<LiveSession<T>> action) {
        LiveSession<T> session = sessions.get(id);
        if (session != null) {
            action.accept(session);
        }
    }

    /** Sends without waiting. */
    private record SocketOutlet(Session socket) implements Outlet {
        @Override
        public void send(String frame, Runnable sent, Runnable failed) {
            socket.sendText(frame, Callback.from(sent, failure -> failed.run()));
        }

        /** A slow client may never take the close frame either; the idle time ends it then. */
        @Override
        public void close(int code, String reason) {
            socket.close(code, reason, Callback.from(() -> {}, failure -> socket.disconnect()));
        }
    }
}
