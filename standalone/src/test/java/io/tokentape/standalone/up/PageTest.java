package io.tokentape.standalone.up;

import static io.tokentape.standalone.up.UpClient.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.ColorScheme;
import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.AlertKind;
import io.tokentape.schemas.avro.ConfidenceBand;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.avro.SubjectKind;
import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.schemas.avro.TrendReason;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.PostId;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a browser, over the demo. */
class PageTest {
    private static final Instant AT = Instant.parse("2024-03-01T12:00:00Z");
    private static final Lineage LINEAGE = new Lineage("t", 0, 0L, "1", "1");
    private static final String LIVE = "#status[data-state=live]";
    private static final String ITEM = "#feed > [data-intelligence-id]";
    private static final String HOSTILE =
            "$BTC <img src=x onerror=\"window.hacked=1\"> <script>window.hacked=1</script> &amp; "
                    + "unbroken".repeat(40);

    @TempDir
    static Path dir;

    private static UpProcess up;
    private static UpClient client;
    private static Playwright playwright;
    private static Browser browser;

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> frames = new CopyOnWriteArrayList<>();
    private BrowserContext context;

    @BeforeAll
    static void start() throws Exception {
        Path chromium = chromium();
        up = UpProcess.start(dir.resolve("data"), dir.resolve("err"), "--demo");
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        // Without a sandbox, since root may not have one; it opens nothing but our own page.
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
        client = UpClient.of(up);
    }

    /** Where a build must be complete, a machine without a browser fails; elsewhere the test is left out. */
    private static Path chromium() {
        Optional<Path> found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> List.of("chromium", "chromium-browser", "google-chrome").stream()
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            String reason = "there is no chromium on the PATH: apt-get install chromium";
            return Boolean.parseBoolean(System.getenv("CI")) ? fail(reason) : abort(reason);
        }
        return found.get();
    }

    @AfterAll
    static void stop() throws IOException {
        if (playwright != null) {
            playwright.close();
        }
        if (up != null) {
            up.close();
        }
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void showsWhatArrivesLiveAndTextAsText() throws Exception {
        Page page = open(new Browser.NewContextOptions().setViewportSize(1280, 900), false);
        Set<String> loaded = new HashSet<>(shown(page));

        String id = send("hostile", HOSTILE);
        Locator item = page.locator(ITEM + "[data-intelligence-id='" + id + "']");
        item.waitFor();

        assertThat(loaded).doesNotContain(id);
        page.waitForCondition(() -> frames.stream().anyMatch(frame -> frame.contains("\"id\":\"" + id + "\"")));
        assertThat(item.locator(".text").textContent()).isEqualTo(HOSTILE);
        assertThat(item.locator(".who").textContent()).isEqualTo("<b>sayer</b>");
        assertThat(item.locator("img, script, b > b").count()).isZero();
        assertThat(item.locator("a").count()).isZero();
        assertThat(page.evaluate("window.hacked")).isNull();
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth - innerWidth"))
                .isLessThanOrEqualTo(0);
        screenshot(page, "page-desktop.png");
        assertThat(complaints).isEmpty();
    }

    @Test
    void isReadableOnAPhoneInTheDark() throws Exception {
        Page page = open(
                new Browser.NewContextOptions()
                        .setViewportSize(390, 844)
                        .setDeviceScaleFactor(2)
                        .setIsMobile(true)
                        .setHasTouch(true)
                        .setColorScheme(ColorScheme.DARK),
                false);
        String id = send("phone", HOSTILE);
        page.locator(ITEM + "[data-intelligence-id='" + id + "']").waitFor();

        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .isEqualTo(390);
        assertThat(luminance(page, "background-color")).isLessThan(0.05);
        assertThat(luminance(page, "color")).isGreaterThan(0.6);
        screenshot(page, "page-phone-dark.png");
        assertThat(complaints).isEmpty();
    }

    @Test
    void showsAlertsLiveOneRowACaseWithABandInWords() throws Exception {
        Page page = open(new Browser.NewContextOptions().setViewportSize(1280, 900), false);

        send(alert("case-1", 1, 0.55, ConfidenceBand.MEDIUM));
        Locator row = page.locator("#alerts > [data-alert-id='case-1-1']");
        row.waitFor();
        assertThat(row.locator(".band").textContent()).isEqualTo("●●○ Medium confidence, 55 %");
        assertThat(row.locator(".title").textContent()).isEqualTo(HOSTILE);
        assertThat(row.locator("img, script").count()).isZero();
        page.waitForCondition(
                () -> page.locator("#alert-announcer").textContent().startsWith("Alert: $BTC"));

        send(alert("case-1", 2, 0.9, ConfidenceBand.HIGH));
        page.locator("#alerts > [data-alert-id='case-1-2']").waitFor();
        assertThat(page.locator("#alerts > [data-alert-id='case-1-1']").count()).isZero();

        send(alert("case-2", 1, 0.2, ConfidenceBand.LOW));
        page.locator("#alerts > [data-alert-id='case-2-1']").waitFor();
        page.locator("#alert-confidence").selectOption("0.7");
        page.waitForCondition(
                () -> page.locator("#alerts > [data-alert-id='case-2-1']").count() == 0);
        assertThat(page.locator("#alerts > [data-alert-id='case-1-2']").count()).isEqualTo(1);
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth - innerWidth"))
                .isLessThanOrEqualTo(0);
        screenshot(page, "page-alerts.png");
        assertThat(page.evaluate("window.hacked")).isNull();
        assertThat(complaints).isEmpty();
    }

    @Test
    void showsWhatTrendsWithTheReasonAndItsAge() throws Exception {
        long day = Duration.ofDays(1).toMillis();
        // Later than what the demo says in these minutes.
        long end = System.currentTimeMillis() / day * day;
        TokenStats stats = TokenStats.newBuilder()
                .setAsset("solana:<b>x</b>")
                .setWindowMillis(day)
                .setWindowEnd(end)
                .setMentions(9)
                .setStories(5)
                .setSources(4)
                .setTrendRank(1)
                .setPreviousRank(4)
                .setTrendScore(3.0)
                .setTrendReasons(List.of(new TrendReason("distinct_sources", 3.0)))
                .setEvidence(List.of("0123456789abcdef0123456789abcdef"))
                .setLineage(LINEAGE)
                .build();
        client.send(List.of(
                UpClient.record(TOPICS.tokenStats, stats.getAsset(), client.encoded(TOPICS.tokenStats, stats), end)));
        await().atMost(UpClient.PATIENCE)
                .until(() -> client.rest("/api/v1/tokens/trending?window=24h")
                        .get("items")
                        .findValuesAsText("asset")
                        .contains(stats.getAsset()));

        Page page =
                open(new Browser.NewContextOptions().setViewportSize(390, 844).setColorScheme(ColorScheme.DARK), false);
        page.locator("#trending-window").selectOption("24h");
        Locator row = page.locator("#trending > [data-asset='solana:<b>x</b>']");
        row.waitFor();

        assertThat(row.locator(".top").textContent()).isEqualTo("1.<b>x</b>▲ up 35 stories");
        assertThat(row.locator(".why").first().textContent()).isEqualTo("Because of distinct sources");
        assertThat(page.locator("#trending-age").textContent()).contains(" ago").doesNotContain("incomplete");
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .isEqualTo(390);
        screenshot(page, "page-trending-dark.png");
        assertThat(complaints).isEmpty();
    }

    @Test
    void comesBackWithNothingMissingWhenTheSocketWasCut() throws Exception {
        List<WebSocketRoute> sockets = new ArrayList<>();
        Page page = open(new Browser.NewContextOptions(), true, sockets);

        sockets.get(0).close();
        page.waitForSelector("#status[data-state=offline]");
        String id = send("gap", "$ETH up while nobody listened");
        client.awaitItem(id);
        page.waitForSelector(LIVE);
        page.locator(ITEM + "[data-intelligence-id='" + id + "']").waitFor();

        assertThat(sockets).hasSizeGreaterThan(1);
        List<String> shown = shown(page);
        assertThat(shown).doesNotHaveDuplicates();
    }

    private Page open(Browser.NewContextOptions options, boolean cutting) {
        return open(options, cutting, new ArrayList<>());
    }

    /** Opens the page and waits until it is live and shows items. */
    private Page open(Browser.NewContextOptions options, boolean cutting, List<WebSocketRoute> sockets) {
        context = browser.newContext(options);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequestFailed(request -> complaints.add(request.url() + ": " + request.failure()));
        page.onWebSocket(socket -> socket.onFrameReceived(frame -> frames.add(frame.text())));
        if (cutting) {
            page.routeWebSocket("**/ws/**", socket -> {
                socket.connectToServer();
                sockets.add(socket);
            });
        }
        page.navigate(client.url() + "/index.html");
        page.waitForSelector(LIVE);
        page.waitForSelector(ITEM);
        return page;
    }

    private static List<String> shown(Page page) {
        // In one go: the feed moves on between two questions.
        Object ids = page.locator(ITEM).evaluateAll("items => items.map(item => item.dataset.intelligenceId)");
        return ((List<?>) ids).stream().map(String::valueOf).toList();
    }

    /** Of the page's body, 0 (black) .. 1 (white). */
    private static double luminance(Page page, String property) {
        Object colour = page.evaluate("name => getComputedStyle(document.body).getPropertyValue(name)", property);
        String[] parts = colour.toString().replaceAll("[^0-9,]", "").split(",");
        double[] linear = Arrays.stream(parts)
                .mapToDouble(part -> Math.pow(Integer.parseInt(part) / 255.0, 2.2))
                .toArray();
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }

    private static void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", name)));
    }

    private static Alert alert(String caseId, int step, double confidence, ConfidenceBand band) {
        return Alert.newBuilder()
                .setId(caseId + "-" + step)
                .setCaseId(caseId)
                .setStep(step)
                .setKind(AlertKind.SCAM_WARNING)
                .setSubjectKind(SubjectKind.SYMBOL)
                .setSubject("BTC")
                .setTitle(HOSTILE)
                .setConfidence(confidence)
                .setBand(band)
                .setTLearned(AT.toEpochMilli())
                .setTDecided(AT.toEpochMilli() + step)
                .setLineage(LINEAGE)
                .build();
    }

    private static void send(Alert alert) throws InterruptedException {
        client.send(List.of(UpClient.record(
                TOPICS.alerts, alert.getSubject(), client.encoded(TOPICS.alerts, alert), alert.getTDecided())));
    }

    /** Of a sayer who tries everything. */
    private static String send(String id, String text) throws InterruptedException {
        RawPost post = RawPost.newBuilder()
                .setSource(PostSource.TWEET)
                .setId(id)
                .setAuthor("sayer")
                .setAuthorName("<b>sayer</b>")
                .setTitle("<script>window.hacked=1</script>")
                .setText(text)
                .setUrl("javascript:window.hacked=1")
                .build();
        client.send(List.of(
                UpClient.record(TOPICS.rawTweets, "sayer", client.encoded(TOPICS.rawTweets, post), AT.toEpochMilli())));
        return PostId.of(Post.Source.TWEET, id, 1);
    }
}
