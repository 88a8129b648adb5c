package io.tokentape.serving.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.serving.http.TestServer;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HomeRoutesTest {
    private final TestServer server = TestServer.of(new HomeRoutes(
            "1.2.3",
            () -> Optional.of(Instant.ofEpochMilli(1_000)),
            () -> Optional.of("1.2.2"),
            Clock.fixed(Instant.ofEpochMilli(2_000), ZoneOffset.UTC)));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void tellsAProgramWhoItIs() throws Exception {
        assertThat(server.get("/").body())
                .isEqualTo(
                        "{\"name\":\"tokentape\",\"time\":\"1970-01-01T00:00:02Z\",\"ip\":\"127.0.0.1\","
                                + "\"version\":\"1.2.3\",\"topologyVersion\":\"1.2.2\",\"streamTime\":\"1970-01-01T00:00:01Z\"}");
    }

    @Test
    void showsABrowserThePage() throws Exception {
        HttpResponse<String> page = server.get("/", "Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");

        assertThat(page.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(page.body()).isEqualTo(server.get("/index.html").body());
    }

    @Test
    void thePageLoadsNothingFromElsewhere() throws Exception {
        HttpResponse<String> page = server.get("/index.html");
        String script = server.get("/page.js").body() + server.get("/panels.js").body();
        String style = server.get("/page.css").body();

        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "script-src 'self'")
                        .doesNotContain("unsafe"));
        assertThat(page.body() + style).doesNotContainPattern("(https?:)?//[a-z]");
        assertThat(page.body()).doesNotContain("<script>", " style=", "onclick");
        assertThat(script).doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
        Matcher links = Pattern.compile("(?:src|href)=\"(/[a-z.]+)\"").matcher(page.body());
        while (links.find()) {
            assertThat(server.get(links.group(1)).statusCode())
                    .as(links.group(1))
                    .isEqualTo(200);
        }
    }

    @Test
    void thePageCarriesWhatTestsLookFor() throws Exception {
        assertThat(server.get("/index.html").body()).contains("id=\"status\"", "data-state=", "id=\"feed\"");
        assertThat(server.get("/page.js").body()).contains("dataset.intelligenceId", "dataset.state");
    }
}
