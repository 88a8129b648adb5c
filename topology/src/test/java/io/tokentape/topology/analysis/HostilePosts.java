package io.tokentape.topology.analysis;

import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.RandomTexts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Posts that try to break a reader, numbered: each follows from the seed and its number alone, so that a run can go on where
 * another ended and a failure can be looked at by itself.
 */
final class HostilePosts {
    /** Units of the longest texts, made now and then. */
    static final int LONG = 10_240;

    private static final String[] REPEATED = {
        "1",
        "0",
        "9.",
        "1,",
        "1-",
        "1/",
        "1:",
        "(",
        ")",
        "[",
        "]",
        "{",
        "<",
        ".",
        "..",
        ",",
        "-",
        "_",
        "/",
        "\\",
        "'",
        "\"",
        "$",
        "$$ ",
        "@",
        "@a",
        "#",
        "#a",
        "%",
        "!",
        "?",
        "&",
        "*",
        "~",
        ":",
        ";",
        "|",
        "\n",
        "\r\n",
        "\t",
        " ",
        "\u00A0",
        "\uD83D\uDE80",
        "\uD83D",
        "\uDE80",
        "\u2705",
        "\u0301",
        "a\u0301",
        "\u200B",
        "\u200D",
        "\uFE0F",
        "\u20E3",
        "1\uFE0F\u20E3",
        "a",
        "A",
        "aA",
        "Z9",
        "é",
        "ж",
        "中",
        "한",
        "ا",
        "\uD835\uDC01",
        "Ａ",
        "0x",
        "0xab",
        "z1Z2",
        "http://",
        "www.",
        "a.b.",
        "t.me/",
        "$BTC ",
        "#ETH ",
        "BTC/",
        "BTC/USDT ",
        "btc ",
        "bitcoin ",
        "buy ",
        "sell 1 ",
        "target ",
        "tp1 ",
        "stop ",
        "1k ",
        "10x ",
        "50% ",
        "1 - 2 ",
        "0.1-",
        "not ",
        "not good ",
        "5 minutes left ",
        "1 hour ",
        "2021/01/01 ",
        "12:00 UTC ",
        "1 Jan ",
        "Jan 1, ",
        "listing ",
        "will list (A) ",
        "airdrop ",
        "moon ",
        "scam ",
        "the ",
        "S&P & ",
        "0x6982508145454Ce325dDbE47a25d4ec3d2311933 ",
        "EKpQGSJtjMFqKZ9KQanSqYXRcF8fBopzLHYxdM65zcjm ",
    };

    private static final Post.Source[] SOURCES = Post.Source.values();
    private static final Instant FIRST = Instant.parse("2017-01-01T00:00:00Z");
    private static final long SPAN_SECONDS = 10L * 365 * 86_400;

    private final List<String> samples = new ArrayList<>();
    private final long seed;

    HostilePosts(long seed) {
        this.seed = seed;
        PhraseMap.read(HostilePosts.class, "sample-posts.txt", (line, rest) -> samples.add(line.replace("\\n", "\n")));
    }

    Post post(long number) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L + number * 0xD6E8FEB86659FD93L);
        random.nextInt();
        String text = text(random);
        String title = random.nextInt(6) == 0 ? cut(text(random), 300) : null;
        return new Post(
                SOURCES[random.nextInt(SOURCES.length)],
                seed + "/" + number,
                FIRST.plusSeconds((long) (random.nextDouble() * SPAN_SECONDS)),
                random.nextBoolean() ? "someone" : null,
                random.nextBoolean() ? (Long) (long) random.nextInt(1_000_000) : null,
                random.nextInt(3) == 0 ? "binance" : null,
                title,
                text,
                null,
                random.nextBoolean() ? null : new Post.Metrics(1L, 2L, 3L, (long) random.nextInt(), null));
    }

    private String text(Random random) {
        int kind = random.nextInt(1000);
        if (kind < 450) {
            return mutated(samples.get(random.nextInt(samples.size())), random);
        }
        if (kind < 700) {
            return RandomTexts.next(random, 40);
        }
        if (kind < 850) {
            return bytes(random, 1 + random.nextInt(200));
        }
        if (kind < 990) {
            return repeated(random, 16 + random.nextInt(400));
        }
        return switch (random.nextInt(4)) {
            case 0 -> cut(bytes(random, LONG), LONG);
            case 1 -> cut(RandomTexts.next(random, LONG), LONG);
            default -> repeated(random, LONG);
        };
    }

    /** Cuts, doubles, swaps and changes a few places of a post, or puts pieces of another into it. */
    private String mutated(String sample, Random random) {
        StringBuilder text = new StringBuilder(sample);
        for (int changes = random.nextInt(6); changes > 0 && text.length() > 0; changes--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + 1 + random.nextInt(12));
            switch (random.nextInt(7)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, text.substring(at, end).repeat(1 + random.nextInt(4)));
                case 2 ->
                    text.setCharAt(
                            at, (char) (random.nextInt(4) == 0 ? random.nextInt(0x10000) : 32 + random.nextInt(95)));
                case 3 -> text.insert(at, REPEATED[random.nextInt(REPEATED.length)]);
                case 4 -> text.replace(at, end, text.substring(at, end).toUpperCase(Locale.ROOT));
                case 5 -> text.insert(at, random.nextInt(100_000));
                default -> {
                    String other = samples.get(random.nextInt(samples.size()));
                    int from = random.nextInt(other.length());
                    text.insert(at, other, from, Math.min(other.length(), from + 30));
                }
            }
        }
        return text.toString();
    }

    private static String bytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return new String(bytes, random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    private static String repeated(Random random, int units) {
        StringBuilder pattern = new StringBuilder();
        for (int pieces = 1 + (random.nextInt(3) == 0 ? random.nextInt(3) : 0); pieces > 0; pieces--) {
            pattern.append(REPEATED[random.nextInt(REPEATED.length)]);
        }
        return cut(pattern.toString().repeat(units / pattern.length() + 1), units);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
