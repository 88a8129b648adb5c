package io.tokentape.serving.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tokentape.serving.http.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Hands every record of the feed to every client that wants it. Knows no socket and no topic. Records come from one
 * thread, clients from any; a client that begins to listen gets every record from then on, and before them as many of the
 * last ones as it asks for, with no gap in between.
 */
public final class LiveHub<T> {
    /** How many records are kept for clients that come; as many may be asked for. */
    static final int RECENT_RECORDS = 200;

    /** What is kept for them takes no more than this. */
    private static final int RECENT_BYTES = 4 << 20;

    private static final Duration[] LATENESS = {
        Duration.ofMillis(100),
        Duration.ofMillis(300),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1)
    };

    private static final long CHARS_PER_FRAME = 4 << 10;

    /**
     * What waits for all clients of one of the three feeds takes this part of the heap: a character is two bytes at most,
     * and its record as much.
     */
    private static final int HEAP_BYTES_PER_CHAR = 96;

    private final LiveTopic<T> topic;
    private final Duration heartbeat;
    private final int queueLimit;
    private final int sessionLimit;
    private final Clock clock;
    private final LiveBudget budget;
    private final Set<LiveSession<T>> sessions = ConcurrentHashMap.newKeySet();
    private final Deque<LiveEvent<T>> recent = new ArrayDeque<>();
    private final Map<Integer, Long> positions = new TreeMap<>();
    private final Counter records;
    private final Counter slow;
    private final Timer lateness;
    private int recentBytes;
    private long heartbeats;

    /** @param name of the feed in metrics */
    public LiveHub(
            LiveTopic<T> topic,
            String name,
            Duration heartbeat,
            int queueLimit,
            int sessionLimit,
            Clock clock,
            MeterRegistry meters) {
        this(
                topic,
                name,
                heartbeat,
                queueLimit,
                sessionLimit,
                Runtime.getRuntime().maxMemory() / HEAP_BYTES_PER_CHAR,
                clock,
                meters);
    }

    /** @param charLimit of what waits for all clients together */
    LiveHub(
            LiveTopic<T> topic,
            String name,
            Duration heartbeat,
            int queueLimit,
            int sessionLimit,
            long charLimit,
            Clock clock,
            MeterRegistry meters) {
        this.topic = topic;
        this.heartbeat = heartbeat;
        this.queueLimit = queueLimit;
        this.sessionLimit = sessionLimit;
        this.clock = clock;
        this.budget = new LiveBudget(charLimit);
        this.records = Counter.builder("serving.live.records")
                .description("Records of the feed")
                .tag("feed", name)
                .register(meters);
        this.slow = Counter.builder("serving.live.closed.slow")
                .description("Clients closed because too much was waiting for them")
                .tag("feed", name)
                .register(meters);
        this.lateness = Timer.builder("serving.live.lateness")
                .description("From the timestamp of a record to its sending, in each frame of the live part")
                .serviceLevelObjectives(LATENESS)
                .tag("feed", name)
                .register(meters);
        Gauge.builder("serving.live.sessions", sessions, Set::size)
                .description("Clients that are connected")
                .tag("feed", name)
                .register(meters);
        Gauge.builder("serving.live.waiting", budget, LiveBudget::taken)
                .description("Characters that wait for clients")
                .tag("feed", name)
                .register(meters);
    }

    /** Empty = there are too many already. */
    Optional<LiveSession<T>> connect(Outlet outlet) {
        if (sessions.size() >= sessionLimit) {
            return Optional.empty();
        }
        LiveSession<T> session = new LiveSession<>(
                this, UUID.randomUUID().toString(), outlet, queueLimit, queueLimit * CHARS_PER_FRAME, budget);
        sessions.add(session);
        return Optional.of(session);
    }

    /**
     * Welcomes the client and lets it listen: first the last records it asked for, then every new one. Sends it away while
     * those cannot be decoded, for it would miss them.
     */
    synchronized void subscribe(LiveSession<T> session, InitRequest<T> request) {
        List<LiveEvent<T>> last;
        try {
            last = last(request);
        } catch (ProblemException e) {
            session.comeBack();
            return;
        }
        session.offer(LiveFrames.welcome(session.id(), request, positions, heartbeat, queueLimit, last.size()));
        session.listen(request.filter());
        last.forEach(session::offerEarlier);
    }

    private List<LiveEvent<T>> last(InitRequest<T> request) {
        int most = Math.min(request.recent(), queueLimit / 2);
        if (most == 0) {
            return List.of();
        }
        List<LiveEvent<T>> wanted = recent.stream()
                .filter(event -> event.record().filter(request.filter()).isPresent())
                .toList();
        return wanted.subList(Math.max(0, wanted.size() - most), wanted.size());
    }

    void forget(LiveSession<T> session) {
        sessions.remove(session);
    }

    /**
     * One record of the feed.
     *
     * @throws ProblemException when the registry is away; then nobody has got it, and it must be given again
     */
    synchronized void publish(LiveEvent<T> event) {
        if (sessions.stream().anyMatch(LiveSession::listening)) {
            event.record();
        }
        records.increment();
        positions.put(event.partition(), event.offset() + 1);
        recent.add(event);
        recentBytes += event.bytes();
        while (recent.size() > RECENT_RECORDS || recent.size() > 1 && recentBytes > RECENT_BYTES) {
            recentBytes -= recent.poll().bytes();
        }
        for (LiveSession<T> session : sessions) {
            session.offer(event);
        }
    }

    /** Where the feed stands, which may be past its last record: transactions leave marks. */
    synchronized void advance(int partition, long position) {
        positions.put(partition, position);
    }

    synchronized Map<Integer, Long> positions() {
        return new TreeMap<>(positions);
    }

    /** Tells every client that listens where the feed stands. */
    public void heartbeat() {
        long counter = ++heartbeats;
        Instant now = now();
        for (LiveSession<T> session : sessions) {
            if (session.listening()) {
                session.heartbeat(counter, now);
            }
        }
    }

    /** Closes every client; they may come back at once. */
    public void close() {
        sessions.forEach(LiveSession::restart);
    }

    /** Closes the clients for which most is waiting, until the rest fits. */
    synchronized void shed() {
        record Load<T>(LiveSession<T> session, long chars) {}
        List<Load<T>> heaviest = sessions.stream()
                .map(session -> new Load<>(session, session.waitingChars()))
                .sorted(Comparator.<Load<T>>comparingLong(Load::chars).reversed())
                .toList();
        for (Load<T> load : heaviest) {
            if (!budget.exceeded()) {
                return;
            }
            load.session().tooSlow();
        }
    }

    Instant now() {
        return clock.instant();
    }

    LiveTopic<T> topic() {
        return topic;
    }

    /** @param timestamp of the record that is sent now, epoch milliseconds */
    void countSent(long timestamp, Instant sentAt) {
        lateness.record(Math.max(0, sentAt.toEpochMilli() - timestamp), TimeUnit.MILLISECONDS);
    }

    void countSlow() {
        slow.increment();
    }
}
