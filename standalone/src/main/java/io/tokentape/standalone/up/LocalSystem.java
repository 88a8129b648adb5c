package io.tokentape.standalone.up;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.serving.ServingApp;
import io.tokentape.serving.ServingConfig;
import io.tokentape.serving.health.Dependency;
import io.tokentape.serving.health.HealthChecks;
import io.tokentape.standalone.CommandException;
import io.tokentape.standalone.demo.DemoFeed;
import io.tokentape.standalone.embedded.EmbeddedBroker;
import io.tokentape.standalone.embedded.EmbeddedConnect;
import io.tokentape.standalone.embedded.EmbeddedPostgresServer;
import io.tokentape.standalone.embedded.FolderInUseException;
import io.tokentape.standalone.embedded.FolderLock;
import io.tokentape.standalone.embedded.Ports;
import io.tokentape.standalone.logging.Logs;
import io.tokentape.standalone.registry.EmbeddedRegistry;
import io.tokentape.standalone.topics.TopicAdmin;
import io.tokentape.topology.runtime.TopologyApp;
import io.tokentape.topology.runtime.TopologyConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Broker, registry, Postgres, Connect, topology and serving in this process, on one folder. What can start together does;
 * they stop in the reverse order of what needs what. Safe for use by many threads.
 */
final class LocalSystem implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LocalSystem.class);

    private static final String LOOPBACK = "127.0.0.1";
    /** How long a stop waits for starts, all of them together. */
    private static final int START_SECONDS = 15;

    private static final int POLL_MILLIS = 20;
    private static final int WATCH_MILLIS = 500;

    private final UpOptions options;
    private final Map<String, String> env;
    private final Progress progress;
    private final AlertSinks alertSinks;
    private final FolderLock lock;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ExecutorService starters = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "up-starter");
        thread.setDaemon(true);
        return thread;
    });
    private final CompletableFuture<Void> broken = new CompletableFuture<>();

    private final Part<EmbeddedBroker> broker;
    private final Part<EmbeddedPostgresServer> postgres;
    private final Part<EmbeddedRegistry> registry;
    private final Part<TopologyApp> topology;
    private final Part<ServingApp> serving;
    private volatile Part<EmbeddedConnect> connect;
    private volatile Part<DemoFeed> demo;

    private volatile List<ConnectorWatch> watches = List.of();

    private volatile boolean closing;
    private boolean closed;

    private LocalSystem(
            UpOptions options, Map<String, String> env, Progress progress, AlertSinks alertSinks, FolderLock lock) {
        this.options = options;
        this.env = env;
        this.progress = progress;
        this.alertSinks = alertSinks;
        this.lock = lock;
        Path data = options.data();
        UpOptions.Ports ports = options.ports();
        broker = part("the broker", start(() -> EmbeddedBroker.start(data.resolve("kafka"), ports.kafka())));
        postgres = part("Postgres", start(() -> EmbeddedPostgresServer.start(postgresFolder(), ports.postgres())));
        registry = part(
                "the registry",
                broker.started()
                        .thenApplyAsync(
                                up -> guarded(() ->
                                        EmbeddedRegistry.start(up.bootstrapServers(), LOOPBACK, ports.registry())),
                                starters));
        CompletableFuture<Void> topics = broker.started().thenAcceptAsync(this::createTopics, starters);
        CompletableFuture<Void> cluster = CompletableFuture.allOf(registry.started(), topics);
        topology = part("the topology", cluster.thenApplyAsync(ok -> guarded(this::startTopology), starters));
        serving = part(
                "serving",
                CompletableFuture.allOf(cluster, postgres.started())
                        .thenApplyAsync(ok -> guarded(this::startServing), starters));
        announce("broker", broker, EmbeddedBroker::bootstrapServers);
        announce("postgres", postgres, EmbeddedPostgresServer::jdbcUrl);
        announce("registry", registry, EmbeddedRegistry::url);
    }

    /**
     * Begins to start everything and returns at once. The log goes into the folder from here on.
     *
     * @param env the environment of the process
     * @throws CommandException when the folder or a port is in use
     */
    static LocalSystem start(UpOptions options, Map<String, String> env, Progress progress) {
        AlertSinks alertSinks = AlertSinks.of(env);
        FolderLock lock;
        try {
            lock = FolderLock.take(options.data());
        } catch (FolderInUseException e) {
            throw new CommandException(
                    "another 'up' works in " + options.data() + ": stop it, or choose another folder with --data", e);
        }
        try {
            UpOptions.Ports ports = options.ports();
            requireFree(options.host(), ports.rest(), "--port");
            requireFree(LOOPBACK, ports.kafka(), "--kafka-port");
            requireFree(LOOPBACK, ports.registry(), "--registry-port");
            requireFree(LOOPBACK, ports.connect(), "--connect-port");
            requireFree(LOOPBACK, ports.postgres(), "--postgres-port");
            Logs.toFile(options.logFile());
            return new LocalSystem(options, env, progress, alertSinks, lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Waits until REST answers and the topology runs.
     *
     * @throws CommandException when a part fails before that
     */
    void awaitReady() throws InterruptedException {
        CompletableFuture<Void> parts = CompletableFuture.allOf(topology.started(), serving.started());
        for (Part<?> part : new Part<?>[] {broker, postgres, registry, topology, serving}) {
            failWith(part);
        }
        while (!(parts.isDone() && topology.get().running() && serving.get().ready())) {
            awaitFailure(POLL_MILLIS);
        }
        progress.started("topology", null);
        progress.started("serving", url().toString());
    }

    /** Starts what nothing waits for: Connect with the sink and the source, and the demo. */
    void startRest() {
        if (options.demo()) {
            demo = part("the demo", start(this::startDemo));
            failWith(demo);
        }
        connect = part("Connect", start(this::startConnect));
        failWith(connect);
        announce("connect", connect, up -> up.url().toString());
        connect.started()
                .thenAccept(up -> watches = Stream.concat(
                                Stream.of(ConnectorSettings.SINK, ConnectorSettings.SOURCE),
                                alertSinks.names().stream())
                        .map(name -> watch(up, name))
                        .toList());
    }

    private ConnectorWatch watch(EmbeddedConnect up, String name) {
        ConnectorWatch watch =
                new ConnectorWatch(name, () -> up.failure(name), () -> up.restartFailed(name), System::nanoTime);
        Gauge.builder("tokentape.connector.given.up", watch, each -> each.givenUp() ? 1 : 0)
                .description("1 = the connector has failed too often and stays so until the next start")
                .tag("connector", name)
                .register(meters);
        if (alertSinks.names().contains(name)) {
            showCounter("tokentape.alert.sink.delivered", name, "alerts-delivered-total");
            showCounter("tokentape.alert.sink.skipped", name, "alerts-skipped-total");
            showCounter("tokentape.alert.sink.refused", name, "alerts-refused-total");
            showCounter("tokentape.alert.sink.failures", name, "delivery-failures-total");
            showCounter("tokentape.alert.sink.lateness.milliseconds", name, "delivery-lateness-millis-total");
        }
        return watch;
    }

    private void showCounter(String metric, String connector, String counter) {
        FunctionCounter.builder(metric, connector, name -> EmbeddedConnect.taskCounter(name, counter))
                .tag("connector", connector)
                .register(meters);
    }

    /** One that was given up does its work no more, and nobody may overlook it. */
    private void requireNoneGivenUp() throws HealthChecks.NotWell {
        for (ConnectorWatch watch : watches) {
            if (watch.givenUp()) {
                throw new HealthChecks.NotWell("given up: " + watch.name());
            }
        }
    }

    /** Waits for what {@link #startRest} started. */
    void awaitRest() {
        connect.get();
    }

    /**
     * Waits until something breaks.
     *
     * @throws CommandException always, saying what broke
     */
    void awaitFailure() throws InterruptedException {
        while (true) {
            awaitFailure(WATCH_MILLIS);
        }
    }

    /** Lets the system end with this failure. The first counts, and none while closing; true when it is this one. */
    boolean fail(Throwable failure) {
        return !closing && broken.completeExceptionally(failure);
    }

    /** Where REST answers. */
    URI url() {
        String host = options.host().equals("0.0.0.0") || options.host().equals("::") ? LOOPBACK : options.host();
        return URI.create("http://" + host + ":" + serving.get().port());
    }

    String bootstrapServers() {
        return broker.get().bootstrapServers();
    }

    String registryUrl() {
        return registry.get().url();
    }

    String jdbcUrl() {
        return postgres.get().jdbcUrl();
    }

    long postgresPid() {
        return postgres.get().pid();
    }

    /** Stops everything, also what is still starting. Calling it again waits for the first. */
    @Override
    public synchronized void close() {
        closing = true;
        if (closed) {
            return;
        }
        closed = true;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        for (Part<?> part : new Part<?>[] {demo, connect, serving, topology, registry}) {
            if (part != null) {
                part.close(deadline);
            }
        }
        // These two know nothing of each other, and each takes a second.
        CompletableFuture<Void> database = CompletableFuture.runAsync(() -> postgres.close(deadline), starters);
        broker.close(deadline);
        database.join();
        starters.shutdownNow();
        meters.close();
        lock.close();
    }

    /** Ends Postgres, the only part that outlives this process, when {@link #close} hangs; it may still be starting. */
    void endPostgres() {
        EmbeddedPostgresServer.endIn(postgresFolder());
    }

    private Path postgresFolder() {
        return options.data().resolve("postgres");
    }

    private void awaitFailure(int millis) throws InterruptedException {
        if (topology.started().isDone() && !topology.started().isCompletedExceptionally()) {
            Optional<Throwable> failure = topology.get().failure();
            failure.ifPresent(this::fail);
        }
        if (postgres.started().isDone()
                && !postgres.started().isCompletedExceptionally()
                && !postgres.get().isAlive()
                && !closing) {
            fail(new CommandException("Postgres has ended by itself: see its log in " + options.data()));
        }
        watches.forEach(ConnectorWatch::look);
        try {
            broken.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommandException told) {
                throw told;
            }
            throw new CompletionException(e.getCause());
        }
    }

    private void createTopics(EmbeddedBroker up) {
        try (TopicAdmin admin = new TopicAdmin(Map.of("bootstrap.servers", up.bootstrapServers()))) {
            admin.createMissing(TopicAdmin.used(new Topics(options.prefix())), Optional.empty());
        }
    }

    private TopologyApp startTopology() {
        return TopologyApp.start(TopologyConfig.fromEnv(environment("topology")), meters);
    }

    private ServingApp startServing() {
        Map<String, String> environment = environment("serving");
        environment.put("TOKENTAPE_HOST", options.host());
        environment.put("TOKENTAPE_PORT", Integer.toString(options.ports().rest()));
        environment.put("DATABASE_URL", postgres.get().jdbcUrl());
        return ServingApp.start(
                ServingConfig.fromEnv(environment),
                meters,
                List.of(new Dependency("connectors", this::requireNoneGivenUp)));
    }

    private EmbeddedConnect startConnect() {
        Path folder = options.data().resolve("connect");
        ConnectorSettings settings =
                ConnectorSettings.write(folder, registry.get().url(), postgres.get(), alertSinks);
        EmbeddedConnect up = EmbeddedConnect.start(
                broker.get().bootstrapServers(), options.ports().connect(), settings.worker());
        try {
            Files.createDirectories(options.inbox());
            up.put(ConnectorSettings.SINK, settings.sink(new Topics(options.prefix())));
            up.put(ConnectorSettings.SOURCE, settings.source(new Topics(options.prefix()), options.inbox()));
            settings.alertSinks(new Topics(options.prefix())).forEach(up::put);
            alertSinks.namesOfOthers().forEach(up::remove);
            return up;
        } catch (IOException e) {
            up.close();
            throw new UncheckedIOException("cannot make " + options.inbox(), e);
        } catch (RuntimeException e) {
            up.close();
            throw e;
        }
    }

    private DemoFeed startDemo() {
        return DemoFeed.start(
                broker.get().bootstrapServers(),
                registry.get().url(),
                options.prefix(),
                options.data().resolve("demo.properties"));
    }

    private Map<String, String> environment(String application) {
        return new HashMap<>(AppEnvironment.of(
                env,
                options,
                broker.get().bootstrapServers(),
                registry.get().url(),
                options.data().resolve("state").resolve(application)));
    }

    private <T extends AutoCloseable> Part<T> part(String name, CompletableFuture<T> started) {
        return new Part<>(name, started);
    }

    private <T> CompletableFuture<T> start(Supplier<T> start) {
        return CompletableFuture.supplyAsync(() -> guarded(start), starters);
    }

    private <T> T guarded(Supplier<T> start) {
        if (closing) {
            throw new CancellationException("closing");
        }
        return start.get();
    }

    private void failWith(Part<?> part) {
        part.started().whenComplete((up, failure) -> {
            if (failure != null) {
                fail(failure);
            }
        });
    }

    private <T extends AutoCloseable> void announce(
            String name, Part<T> part, java.util.function.Function<T, String> where) {
        part.started().thenAccept(up -> {
            log.info("{} listens on {}", name, where.apply(up));
            progress.started(name, where.apply(up));
        });
    }

    private static void requireFree(String host, int port, String option) {
        if (port != 0 && !Ports.isFree(host, port)) {
            throw new CommandException(
                    "port " + port + " is taken: end what uses it, or choose another with " + option);
        }
    }
}
