package io.tokentape.serving.view;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.serving.http.Problem;
import io.tokentape.serving.query.Copies;
import io.tokentape.serving.query.LocalView;
import io.tokentape.serving.query.Stored;
import io.tokentape.serving.query.ViewTable;
import io.tokentape.topology.runtime.BoundedRocksDb;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the view: waits for its topics, starts it, and starts it again when it fails. Never stops serving: while the view
 * is not there, reads say so.
 */
public final class View implements LocalView, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(View.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final int RETRY_AFTER_SECONDS = 2;
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LOOK_MILLIS = 1_000;

    /** Also how far a copy can seem to be behind at rest: what is not committed counts as not there. */
    private static final int COMMIT_MILLIS = 1_000;

    private static final long LONGEST_PAUSE_MILLIS = 10_000;
    private static final int ADMIN_TIMEOUT_SECONDS = 5;

    private final ViewTopology topology;
    private final Set<String> topicNames;
    private final Map<String, String> kafka;
    private final Admin admin;
    private final MeterRegistry meters;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread keeper = new Thread(this::keepRunning, "serving-view-keeper");
    /** Set before there are streams. */
    private Properties settings;

    private HostInfo self;

    /** Set before there are streams; null = no standbys. */
    private CopyAges copyAges;

    private volatile KafkaStreams streams;

    /**
     * @param kafka settings of every client; group.instance.id makes the membership static
     * @param admin not closed by this
     */
    public View(
            ViewTopology topology,
            Topics topics,
            Map<String, String> kafka,
            Admin admin,
            MeterRegistry meters,
            InstantSource clock) {
        this.topology = topology;
        this.topicNames = Set.of(
                topics.intelligence.name(),
                topics.tokenState.name(),
                topics.tokenStats.name(),
                topics.refTokens.name());
        this.kafka = Map.copyOf(kafka);
        this.admin = admin;
        this.meters = meters;
        this.clock = clock;
        keeper.setDaemon(true);
    }

    /**
     * @param applicationId also the group's name
     * @param stateDir folder of the stores
     * @param advertised {@code host:port} at which other instances reach this one
     * @param standbys how many other instances keep a copy of each store
     */
    public record Placement(String applicationId, String stateDir, String advertised, int threads, int standbys) {}

    public void start(Placement placement) {
        settings = settings(kafka, placement);
        self = HostInfo.buildFromEndpoint(placement.advertised());
        if (placement.standbys() > 0) {
            copyAges = new CopyAges(admin, placement.applicationId(), topology.loggedStores(), clock);
        }
        keeper.start();
    }

    /** Everything can be read that is not on its way to another instance. */
    public boolean running() {
        KafkaStreams now = streams;
        return now != null && now.state() == KafkaStreams.State.RUNNING;
    }

    /** For people. */
    public String state() {
        KafkaStreams now = streams;
        return now == null ? "waiting_for_topics" : now.state().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Owner ownerOf(ViewTable table, String key) {
        KafkaStreams now = streams;
        if (now == null) {
            return Owner.UNKNOWN;
        }
        try {
            KeyQueryMetadata metadata = metadata(now, table, key);
            if (metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
                return Owner.UNKNOWN;
            }
            return owner(metadata, self);
        } catch (StreamsException | IllegalStateException e) {
            return Owner.UNKNOWN;
        }
    }

    static Owner owner(KeyQueryMetadata metadata, HostInfo self) {
        List<String> copies = metadata.standbyHosts().stream()
                .filter(host -> !host.equals(self))
                .map(View::address)
                .sorted()
                .toList();
        HostInfo host = metadata.activeHost();
        if (host.equals(self)) {
            // While it restores, what is there already is a copy like any other.
            return new Owner(Kind.HERE, null, true, copies);
        }
        boolean copyHere = metadata.standbyHosts().contains(self);
        // Nobody owns the partition while it moves, and its copies are there.
        return host.equals(HostInfo.unavailable())
                ? new Owner(Kind.UNKNOWN, null, copyHere, copies)
                : new Owner(Kind.THERE, address(host), copyHere, copies);
    }

    private static KeyQueryMetadata metadata(KafkaStreams now, ViewTable table, String key) {
        return now.queryMetadataForKey(storeName(table), table.ownerKey(key), new StringSerializer());
    }

    @Override
    public Optional<Stored> get(ViewTable table, String key) {
        return reading(table, now -> stored(now.store(store(table)), key));
    }

    @Override
    public Copies copies(ViewTable table, List<String> keys) {
        return reading(table, now -> {
            Map<String, Stored> found = new HashMap<>();
            Long oldest = 0L;
            for (String key : keys) {
                KeyQueryMetadata metadata = metadata(now, table, key);
                if (metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
                    throw restoring();
                }
                int partition = metadata.partition();
                stored(now.store(store(table).enableStaleStores().withPartition(partition)), key)
                        .ifPresent(value -> found.put(key, value));
                OptionalLong age = copyAges == null ? OptionalLong.empty() : copyAges.age(storeName(table), partition);
                oldest = oldest == null || age.isEmpty() ? null : (Long) Math.max(oldest, age.getAsLong());
            }
            return new Copies(found, oldest);
        });
    }

    /** Looks at all rows under the prefix: those of a partition are sorted, those of all are not. */
    @Override
    public List<Stored> scan(ViewTable table, String prefix, int limit) {
        return reading(table, now -> {
            TreeMap<String, Stored> first = new TreeMap<>();
            try (KeyValueIterator<String, ValueAndTimestamp<byte[]>> rows =
                    now.store(store(table).enableStaleStores()).prefixScan(prefix, new StringSerializer())) {
                while (rows.hasNext()) {
                    KeyValue<String, ValueAndTimestamp<byte[]>> row = rows.next();
                    first.put(row.key, new Stored(row.value.value(), row.value.timestamp()));
                    if (first.size() > limit) {
                        first.pollLastEntry();
                    }
                }
            }
            return List.copyOf(first.values());
        });
    }

    @Override
    public List<String> others() {
        KafkaStreams now = streams;
        if (now == null) {
            return List.of();
        }
        try {
            return now.metadataForAllStreamsClients().stream()
                    .map(StreamsMetadata::hostInfo)
                    .filter(host -> !host.equals(self) && !host.equals(HostInfo.unavailable()))
                    .map(View::address)
                    .sorted()
                    .toList();
        } catch (IllegalStateException e) {
            return List.of();
        }
    }

    @Override
    public String address() {
        return address(self);
    }

    private <T> T reading(ViewTable table, Function<KafkaStreams, T> read) {
        KafkaStreams now = streams;
        if (now == null) {
            throw restoring();
        }
        try {
            return read.apply(now);
        } catch (InvalidStateStoreException | IllegalStateException e) {
            // Moving, restoring or closing; Streams gives many names to it.
            log.debug("{} cannot be read now", table, e);
            throw restoring();
        }
    }

    private static StoreQueryParameters<ReadOnlyKeyValueStore<String, ValueAndTimestamp<byte[]>>> store(
            ViewTable table) {
        return StoreQueryParameters.fromNameAndType(storeName(table), QueryableStoreTypes.timestampedKeyValueStore());
    }

    private static Optional<Stored> stored(ReadOnlyKeyValueStore<String, ValueAndTimestamp<byte[]>> store, String key) {
        return Optional.ofNullable(store.get(key)).map(found -> new Stored(found.value(), found.timestamp()));
    }

    private static String address(HostInfo host) {
        return (host.host().contains(":") ? "[" + host.host() + "]" : host.host()) + ":" + host.port();
    }

    private static RuntimeException restoring() {
        return Problem.unavailable("view-restoring", "the view is being built or moved", RETRY_AFTER_SECONDS)
                .asException();
    }

    private static String storeName(ViewTable table) {
        return switch (table) {
            case INTELLIGENCE -> ViewTopology.INTELLIGENCE_STORE;
            case TOKEN_STATE -> ViewTopology.TOKEN_STATE_STORE;
            case TOKEN_STATS -> ViewTopology.TOKEN_STATS_STORE;
            case TRENDING -> ViewTopology.TRENDING_STORE;
        };
    }

    private void keepRunning() {
        long pauseMillis = FIRST_PAUSE_MILLIS;
        try {
            waitForTopics();
            while (!waited(0)) {
                if (runOnce()) {
                    return;
                }
                log.warn("the view failed and is started again in {} ms", pauseMillis);
                if (waited(pauseMillis)) {
                    return;
                }
                pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
                waitForTopics();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Streams fails at once when a source topic is missing. */
    private void waitForTopics() throws InterruptedException {
        Set<String> told = Set.of();
        for (Set<String> missing = missingTopics(); !missing.isEmpty(); missing = missingTopics()) {
            if (!missing.equals(told)) {
                log.info("the view waits for {}", missing);
                told = missing;
            }
            if (waited(FIRST_PAUSE_MILLIS)) {
                return;
            }
        }
    }

    private boolean waited(long millis) throws InterruptedException {
        return closing.await(millis, TimeUnit.MILLISECONDS);
    }

    /** All of them when the broker is away. */
    private Set<String> missingTopics() throws InterruptedException {
        Set<String> missing = new TreeSet<>(topicNames);
        try {
            missing.removeAll(admin.listTopics().names().get(ADMIN_TIMEOUT_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            log.debug("topics cannot be listed", e);
        }
        return missing;
    }

    /** Returns true when it ended because it was asked to, false when it failed. */
    private boolean runOnce() throws InterruptedException {
        CountDownLatch failed = new CountDownLatch(1);
        KafkaStreams run;
        try {
            run = new KafkaStreams(topology.build(), settings);
        } catch (KafkaException e) {
            log.error("the view cannot be made", e);
            return false;
        }
        run.setUncaughtExceptionHandler(failure -> {
            log.error("the view failed", failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        run.setStateListener((state, before) -> {
            log.info("the view is {}", state);
            if (state == KafkaStreams.State.ERROR) {
                failed.countDown();
            }
        });
        KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(run);
        try {
            run.start();
            streams = run;
            metrics.bindTo(meters);
            while (failed.getCount() > 0) {
                if (waited(LOOK_MILLIS)) {
                    return true;
                }
                lookAtCopies(run);
            }
            return false;
        } catch (KafkaException | IllegalStateException e) {
            log.error("the view cannot start", e);
            return false;
        } finally {
            streams = null;
            metrics.close();
            close(run);
        }
    }

    private void lookAtCopies(KafkaStreams run) throws InterruptedException {
        if (copyAges == null) {
            return;
        }
        try {
            copyAges.look(run::allLocalStorePartitionLags);
        } catch (StreamsException | IllegalStateException e) {
            log.debug("the copies cannot be looked at now", e);
        }
    }

    /** Without a static membership the group is left at once, or the others would wait for the session to end. */
    private void close(KafkaStreams run) {
        boolean fixed = settings.containsKey("group.instance.id");
        run.close(CloseOptions.groupMembershipOperation(
                        fixed ? GroupMembershipOperation.REMAIN_IN_GROUP : GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(CLOSE_TIMEOUT));
    }

    private static Properties settings(Map<String, String> kafka, Placement placement) {
        Properties settings = new Properties();
        settings.putAll(kafka);
        settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, Integer.toString(placement.standbys()));
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, Integer.toString(COMMIT_MILLIS));
        // Copies under the other protocol could not be read for seconds after their owner had gone.
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.putAll(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                placement.applicationId(),
                StreamsConfig.CLIENT_ID_CONFIG,
                "serving-view",
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.AT_LEAST_ONCE,
                StreamsConfig.STATE_DIR_CONFIG,
                placement.stateDir(),
                StreamsConfig.APPLICATION_SERVER_CONFIG,
                placement.advertised(),
                StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                Integer.toString(placement.threads()),
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndContinueExceptionHandler.class.getName(),
                StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
                BoundedRocksDb.class.getName(),
                "processing.exception.handler.global.enabled",
                "true"));
        for (String role : List.of("", "main.consumer.", "restore.consumer.", "global.consumer.")) {
            settings.put(role + "isolation.level", "read_committed");
        }
        return settings;
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            keeper.join(CLOSE_TIMEOUT.plusSeconds(2).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
