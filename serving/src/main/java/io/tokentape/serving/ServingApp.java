package io.tokentape.serving;

import ch.qos.logback.classic.LoggerContext;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.TokenRef;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.HttpSchemaRegistry;
import io.tokentape.schemas.wire.RegistrySettings;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.serving.alert.AlertRoutes;
import io.tokentape.serving.alert.PostgresAlerts;
import io.tokentape.serving.books.BooksWatch;
import io.tokentape.serving.database.Database;
import io.tokentape.serving.health.Dependency;
import io.tokentape.serving.health.HealthChecks;
import io.tokentape.serving.health.HealthRoutes;
import io.tokentape.serving.health.MetricsRoutes;
import io.tokentape.serving.health.RegistryProbe;
import io.tokentape.serving.home.HomeRoutes;
import io.tokentape.serving.home.PingRoutes;
import io.tokentape.serving.http.HttpServer;
import io.tokentape.serving.http.ProblemException;
import io.tokentape.serving.http.Routes;
import io.tokentape.serving.intelligence.IntelligenceRoutes;
import io.tokentape.serving.intelligence.PostgresIntelligence;
import io.tokentape.serving.live.LiveAlerts;
import io.tokentape.serving.live.LiveFeed;
import io.tokentape.serving.live.LiveHub;
import io.tokentape.serving.live.LiveIntelligence;
import io.tokentape.serving.live.LiveRoutes;
import io.tokentape.serving.live.LiveTokenStats;
import io.tokentape.serving.live.LiveTopic;
import io.tokentape.serving.query.HttpPeers;
import io.tokentape.serving.query.LocalRoutes;
import io.tokentape.serving.query.RecordDecoder;
import io.tokentape.serving.query.RoutedViewQuery;
import io.tokentape.serving.query.ViewQuery;
import io.tokentape.serving.stats.TokenStatsRoutes;
import io.tokentape.serving.token.TokenNames;
import io.tokentape.serving.token.TokenReader;
import io.tokentape.serving.token.TokenRoutes;
import io.tokentape.serving.view.ReadableStats;
import io.tokentape.serving.view.StreamTime;
import io.tokentape.serving.view.UsableState;
import io.tokentape.serving.view.View;
import io.tokentape.serving.view.ViewTopology;
import io.tokentape.topology.mention.TokenRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serving as one thing that can be started and stopped. */
public final class ServingApp implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ServingApp.class);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration HEALTH_KEPT = Duration.ofSeconds(1);
    private static final Duration PEER_CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final int KAFKA_PROBE_MILLIS = 2_000;

    /** Someone waits for the answer, so the registry is not asked for long. */
    private static final int REGISTRY_ATTEMPTS = 3;

    private static final Duration REGISTRY_PAUSE = Duration.ofMillis(200);

    /** A socket without a sign of life for so many heartbeats is closed; pings go out much more often. */
    private static final int IDLE_HEARTBEATS = 3;

    private static final Duration LEAST_SOCKET_IDLE = Duration.ofMinutes(1);

    private final HttpServer server;
    private final View view;
    /** Closed in reverse. */
    private final Deque<Closing> parts;

    private record Closing(String name, AutoCloseable part) {}

    private ServingApp(HttpServer server, View view, Deque<Closing> parts) {
        this.server = server;
        this.view = view;
        this.parts = parts;
    }

    /**
     * Returns as soon as REST answers; the view, the lists and the feed come up behind it, whichever of the broker, the
     * registry and Postgres is away.
     *
     * @param meters not closed by this
     * @throws RuntimeException when the port is taken or a setting is refused; nothing stays open then
     */
    public static ServingApp start(ServingConfig config, PrometheusMeterRegistry meters) {
        return start(config, meters, List.of());
    }

    /**
     * As {@link #start(ServingConfig, PrometheusMeterRegistry)}.
     *
     * @param others what {@code /health} shows beside what serving itself needs
     */
    public static ServingApp start(ServingConfig config, PrometheusMeterRegistry meters, List<Dependency> others) {
        Deque<Closing> parts = new ArrayDeque<>();
        try {
            return start(config, meters, others, parts);
        } catch (RuntimeException e) {
            closeAll(parts);
            throw e;
        }
    }

    private static ServingApp start(
            ServingConfig config, PrometheusMeterRegistry meters, List<Dependency> others, Deque<Closing> parts) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            config.loggingFormat().applyTo(context);
        }
        config.warnings().forEach(warning -> log.warn("configuration: {}", warning));
        Clock clock = Clock.systemUTC();
        Topics topics = config.topics();
        WireSerdes serdes = serdes(config);
        TokenRegistry registry = TokenRegistry.shipped();
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PEER_CONNECT_TIMEOUT)
                .build();
        jvm(meters, parts);

        Admin admin = opened(parts, "admin client", admin(config));
        StreamTime streamTime = new StreamTime();
        UsableState usableState = new UsableState(
                topics.tokenState.name(), serdes.of(TokenState.class).deserializer(), clock);
        TokenNames names = new TokenNames(
                registry, topics.refTokens.name(), serdes.of(TokenRef.class).deserializer());
        View view = opened(
                parts,
                "view",
                new View(
                        new ViewTopology(
                                topics,
                                streamTime,
                                usableState,
                                new ReadableStats(
                                        topics.tokenStats.name(),
                                        serdes.of(TokenStats.class).deserializer(),
                                        clock),
                                names::put),
                        topics,
                        config.kafka(),
                        admin,
                        meters,
                        clock));
        ViewQuery query = new RoutedViewQuery(view, new HttpPeers(client));

        Database database = opened(
                parts,
                "database",
                new Database(
                        config.database().jdbcUrl(),
                        config.database().user(),
                        config.database().password(),
                        config.database().poolSize(),
                        meters));
        PostgresIntelligence list = new PostgresIntelligence(database);

        RecordDecoder<Intelligence> decoder = new RecordDecoder<>(
                topics.intelligence.name(), serdes.of(Intelligence.class).deserializer());
        RecordDecoder<Alert> alertDecoder =
                new RecordDecoder<>(topics.alerts.name(), serdes.of(Alert.class).deserializer());
        RecordDecoder<TokenStats> statsDecoder = new RecordDecoder<>(
                topics.tokenStats.name(), serdes.of(TokenStats.class).deserializer());
        List<Live<?>> lives = List.of(
                live(
                        "intelligence",
                        new LiveIntelligence(topics.intelligence.name(), decoder),
                        LiveRoutes.INTELLIGENCE,
                        config,
                        clock,
                        meters,
                        parts),
                live(
                        "alerts",
                        new LiveAlerts(topics.alerts.name(), alertDecoder),
                        LiveRoutes.ALERTS,
                        config,
                        clock,
                        meters,
                        parts),
                live(
                        "token-stats",
                        new LiveTokenStats(topics.tokenStats.name(), statsDecoder),
                        LiveRoutes.TOKEN_STATS,
                        config,
                        clock,
                        meters,
                        parts));
        BooksWatch books = opened(
                parts,
                "books",
                new BooksWatch(
                        topics.accounts.name(),
                        config.kafka(),
                        serdes.of(FlowAccount.class).deserializer(),
                        meters));
        HealthChecks health = opened(parts, "health", health(config, database, admin, client, view, lives, others));
        ServingConfig.Paging paging = config.paging();
        List<Routes> routes = new ArrayList<>(List.of(
                new PingRoutes(),
                new HomeRoutes(version(), streamTime::highest, () -> topologyVersion(streamTime, decoder), clock),
                new HealthRoutes(health, view::running, view::state),
                new MetricsRoutes(meters),
                // The fixed paths before the one with an id.
                new TokenRoutes(
                        new TokenReader(
                                query,
                                registry,
                                topics.tokenState.name(),
                                serdes.of(TokenState.class).deserializer(),
                                clock),
                        query,
                        decoder),
                new IntelligenceRoutes(
                        list,
                        query,
                        decoder,
                        new IntelligenceRoutes.Sizes(
                                paging.firstPage(), paging.defaultSize(), paging.minSize(), paging.maxSize())),
                new TokenStatsRoutes(query, statsDecoder, registry, clock),
                new AlertRoutes(new PostgresAlerts(database), alertDecoder, paging.defaultSize(), paging.maxSize()),
                new LocalRoutes(view)));
        lives.forEach(live -> routes.add(live.routes()));
        HttpServer server = opened(
                parts,
                "server",
                HttpServer.start(
                        config.http().host(),
                        config.http().port(),
                        config.http().threads(),
                        socketIdle(config.live().heartbeat()),
                        meters,
                        routes));
        lives.forEach(live -> parts.push(new Closing("live clients", live.hub()::close)));

        view.start(new View.Placement(
                config.viewApplicationId(),
                config.view().stateDir().toString(),
                advertised(config, server.port()),
                config.view().threads(),
                config.view().standbys()));
        database.start(() -> list.newest().ifPresent(newest -> streamTime.seen(newest.timestamp(), newest.record())));
        lives.forEach(live -> live.feed().start());
        heartbeats(lives, config.live().heartbeat(), parts);
        books.start();
        log.info("serving on port {}", server.port());
        return new ServingApp(server, view, parts);
    }

    /** One topic that clients can listen to. */
    private record Live<T>(LiveHub<T> hub, LiveFeed<T> feed, LiveRoutes<T> routes) {}

    /** @param name in metrics */
    private static <T> Live<T> live(
            String name,
            LiveTopic<T> topic,
            String path,
            ServingConfig config,
            Clock clock,
            PrometheusMeterRegistry meters,
            Deque<Closing> parts) {
        LiveHub<T> hub = new LiveHub<>(
                topic,
                name,
                config.live().heartbeat(),
                config.live().queueLimit(),
                config.live().sessionLimit(),
                clock,
                meters);
        LiveFeed<T> feed = opened(parts, "live feed", new LiveFeed<>(topic, config.kafka(), hub));
        return new Live<>(hub, feed, new LiveRoutes<>(path, hub));
    }

    private static <T extends AutoCloseable> T opened(Deque<Closing> parts, String name, T part) {
        parts.push(new Closing(name, part));
        return part;
    }

    private static WireSerdes serdes(ServingConfig config) {
        if (config.valueSerde() == null) {
            return WireSerdes.over(new HttpSchemaRegistry(
                    RegistrySettings.of(config.registryUrl()).retrying(REGISTRY_ATTEMPTS, REGISTRY_PAUSE)));
        }
        Map<String, String> settings = new HashMap<>(config.kafka());
        settings.put(RegistrySettings.URL, config.registryUrl());
        settings.put(WireSerdes.VALUE_SERDE, config.valueSerde());
        return WireSerdes.configured(settings);
    }

    private static Admin admin(ServingConfig config) {
        Map<String, Object> settings = new HashMap<>(config.kafka());
        settings.put("client.id", "serving-admin");
        return Admin.create(settings);
    }

    private static HealthChecks health(
            ServingConfig config,
            Database database,
            Admin admin,
            HttpClient client,
            View view,
            List<Live<?>> lives,
            List<Dependency> others) {
        Stream<Dependency> own = Stream.of(
                new Dependency("postgresql", database::probe),
                new Dependency(
                        "kafka", () -> admin.describeCluster().nodes().get(KAFKA_PROBE_MILLIS, TimeUnit.MILLISECONDS)),
                new Dependency("schema_registry", new RegistryProbe(client, RegistrySettings.of(config.registryUrl()))),
                new Dependency("view", () -> {
                    if (!view.running()) {
                        throw new HealthChecks.NotWell(view.state());
                    }
                }),
                new Dependency("live_feed", () -> {
                    if (!lives.stream().allMatch(live -> live.feed().running())) {
                        throw new HealthChecks.NotWell("not_reading");
                    }
                }));
        return new HealthChecks(
                Stream.concat(own, others.stream()).toList(), PROBE_TIMEOUT, HEALTH_KEPT, System::nanoTime);
    }

    private static void jvm(PrometheusMeterRegistry meters, Deque<Closing> parts) {
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        opened(parts, "gc metrics", new JvmGcMetrics()).bindTo(meters);
    }

    private static void heartbeats(List<Live<?>> lives, Duration every, Deque<Closing> parts) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "serving-live-heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        parts.push(new Closing("heartbeat", timer::shutdownNow));
        timer.scheduleAtFixedRate(
                () -> lives.forEach(live -> live.hub().heartbeat()),
                every.toMillis(),
                every.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static Duration socketIdle(Duration heartbeat) {
        Duration idle = heartbeat.multipliedBy(IDLE_HEARTBEATS);
        return idle.compareTo(LEAST_SOCKET_IDLE) < 0 ? LEAST_SOCKET_IDLE : idle;
    }

    /** Not a loopback address where any other may be meant: two instances must never take each other for themselves. */
    private static String advertised(ServingConfig config, int port) {
        if (config.view().advertised() != null) {
            return config.view().advertised();
        }
        String host = config.http().host();
        if (Set.of("0.0.0.0", "::", "").contains(host)) {
            host = OwnAddress.find().getHostAddress();
        }
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** As the newest record tells; empty = there is none, or none that can be decoded now. */
    private static Optional<String> topologyVersion(StreamTime streamTime, RecordDecoder<Intelligence> decoder) {
        try {
            return streamTime
                    .newestValue()
                    .map(value -> decoder.decode(value).getLineage().getTopologyVersion());
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    private static String version() {
        try (InputStream stream = ServingApp.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(stream);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port that REST really has. */
    public int port() {
        return server.port();
    }

    /** REST answers and the view is running. */
    public boolean ready() {
        return view.running();
    }

    @Override
    public void close() {
        closeAll(parts);
    }

    private static void closeAll(Deque<Closing> parts) {
        while (!parts.isEmpty()) {
            Closing closing = parts.pop();
            try {
                closing.part().close();
            } catch (Exception e) {
                log.warn("{} did not close well", closing.name(), e);
            }
        }
    }
}
