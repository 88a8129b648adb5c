package io.tokentape.topology.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.notice.Announcement.Stage;
import io.tokentape.topology.text.Language;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.RandomTexts;
import io.tokentape.topology.text.TimeExpressions;
import io.tokentape.topology.text.When;
import io.tokentape.topology.text.Words;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NoticeReaderTest {
    private static final NoticeReader NOTICES = NoticeReader.shipped();
    private static final TimeExpressions TIMES = TimeExpressions.shipped();
    private static final Language LANGUAGE = Language.shipped();
    private static final Instant AT = Instant.parse("2024-05-01T09:30:00Z");

    @Test
    void readsWhatTheTableSays() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<String> lines = lines();
        for (String line : lines) {
            String[] fields = line.split(" *\\| *", -1);
            String title = fields[5].equals("-") ? null : fields[5];
            boolean staged = !fields[0].equals("-");
            Announcement found = read(title, fields[6].replace("\\n", "\n"), List.of(), staged);
            String written = String.join(
                    " | ",
                    orDash(found.stage() == null ? null : found.stage().name().toLowerCase(Locale.ROOT)),
                    orDash(found.tokens().isEmpty() ? null : String.join(",", found.tokens())),
                    orDash(found.venue()),
                    orDash(toTheMinute(found.whenStart())),
                    orDash(toTheMinute(found.whenEnd())));
            String expected = String.join(" | ", List.of(fields).subList(0, 5));
            if (!written.equals(expected)) {
                wrong.add(line + "\n    but read " + written);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(lines).hasSizeGreaterThanOrEqualTo(100);
    }

    @Test
    void readsEveryField() {
        assertThat(read(
                        "Binance Will List Quolix Chain (QLX)",
                        "Trading opens at 2024-05-02 08:00 (UTC).",
                        List.of(),
                        true))
                .isEqualTo(new Announcement(
                        Stage.DATED,
                        "Quolix Chain",
                        List.of("QLX"),
                        "binance",
                        "2024-05-02T08:00:00Z",
                        null,
                        "2024-05-02 08:00 (UTC)"));
    }

    @Test
    void takesTheFirstLineOfAnExchangesNoticeForItsTitle() {
        Post post = new Post(
                Post.Source.ANNOUNCEMENT,
                "1",
                AT,
                null,
                null,
                "Bybit news",
                null,
                "New Listing: QLX/USDT\nDear traders, VRM/USDT is also among the pairs.",
                null,
                null);
        Words text = Words.of(post.text());
        Announcement found = NOTICES.read(post, null, text, List.of(), List.of(), List.of(), true);
        assertThat(found).isEqualTo(new Announcement(Stage.ANNOUNCED, null, List.of("QLX"), "bybit", null, null, null));
    }

    @Test
    void fallsBackOnWhatIsMentioned() {
        Mention mention = new Mention(
                "quolix",
                Mention.Part.TEXT,
                0,
                6,
                Mention.Kind.NAME,
                "QLX",
                "Quolix",
                "quolix",
                "quolix:native",
                0.9,
                false,
                List.of());
        Announcement found = read(null, "quolix gets listed soon", List.of(mention), true);
        assertThat(found)
                .isEqualTo(new Announcement(Stage.ANNOUNCED, "Quolix", List.of("QLX"), null, null, null, null));
    }

    @Test
    void neverFailsAndStaysBounded() {
        Random random = new Random(9);
        for (int n = 0; n < 20_000; n++) {
            Announcement found = read(
                    n % 3 == 0 ? RandomTexts.next(random, 20) : null,
                    RandomTexts.next(random, 80),
                    List.of(),
                    n % 2 == 0);
            assertThat(found.tokens()).hasSizeLessThanOrEqualTo(41);
        }
        read(null, "(A) ".repeat(20_000), List.of(), true);
        read(null, "AAA/USDT, ".repeat(6_000), List.of(), true);
        read("list " + "AAA, ".repeat(6_000), "on ".repeat(20_000), List.of(), true);
    }

    private static Announcement read(String title, String text, List<Mention> mentions, boolean staged) {
        Post.Source source = title == null ? Post.Source.TELEGRAM : Post.Source.ANNOUNCEMENT;
        Post post = new Post(source, "1", AT, null, null, null, title, text, null, null);
        Words head = title == null ? null : Words.of(title);
        Words body = Words.of(text);
        String language = LANGUAGE.of(body);
        List<When> inTitle = title == null ? List.of() : TIMES.find(head, AT, language);
        return NOTICES.read(post, head, body, inTitle, TIMES.find(body, AT, language), mentions, staged);
    }

    private static String orDash(String text) {
        return text == null ? "-" : text;
    }

    private static String toTheMinute(String time) {
        return time != null && time.endsWith(":00Z") && time.length() == 20 ? time.substring(0, 16) + "Z" : time;
    }

    private static List<String> lines() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                NoticeReaderTest.class.getResourceAsStream("notices.txt"), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }
}
