package io.tokentape.serving.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A running web server over the routes it was given. */
public final class HttpServer implements AutoCloseable {
    private static final int LEAST_THREADS = 4;
    private static final int THREAD_IDLE_MILLIS = 30_000;

    /** Nothing here takes a large body. */
    private static final long MAX_REQUEST_BYTES = 64 << 10;

    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int MAX_FRAME_BYTES = 64 << 10;

    private final Javalin javalin;

    private HttpServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /**
     * @param port 0 = any free one
     * @param threads of Jetty's own pool: acceptor, selectors and, where there are no virtual threads, the requests
     * @param socketIdle a WebSocket on which nothing moves for this long is closed
     */
    public static HttpServer start(
            String host, int port, int threads, Duration socketIdle, MeterRegistry meters, List<Routes> resources) {
        RequestMetrics requests = new RequestMetrics(meters);
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.http.prefer405over404 = true;
            config.http.maxRequestSize = MAX_REQUEST_BYTES;
            config.jetty.host = host;
            config.jetty.port = port;
            threads(config, threads);
            config.jetty.modifyServer(server -> {
                server.setErrorHandler(Problems::answer);
                server.setStopTimeout(0);
            });
            config.jetty.modifyHttpConfiguration(http -> {
                http.setSendServerVersion(false);
                http.setRequestHeaderSize(MAX_HEADER_BYTES);
            });
            config.jetty.modifyWebSocketServletFactory(sockets -> {
                sockets.setIdleTimeout(socketIdle);
                sockets.setMaxTextMessageSize(MAX_FRAME_BYTES);
            });
            config.requestLogger.http(requests::record);
            config.routes.exception(HttpResponseException.class, Problems::answer);
            config.routes.exception(Exception.class, Problems::answer);
            config.routes.before(context -> context.header("X-Content-Type-Options", "nosniff"));
            resources.forEach(resource -> resource.addTo(config.routes));
        });
        return new HttpServer(javalin.start());
    }

    private static void threads(JavalinConfig config, int threads) {
        QueuedThreadPool pool = new QueuedThreadPool(threads, Math.min(LEAST_THREADS, threads), THREAD_IDLE_MILLIS);
        pool.setName("serving-http");
        pool.setDaemon(true);
        if (VirtualThreads.areSupported()) {
            pool.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("serving-request-"));
        }
        config.jetty.threadPool = pool;
    }

    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
