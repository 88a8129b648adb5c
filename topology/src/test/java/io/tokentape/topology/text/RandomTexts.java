package io.tokentape.topology.text;

import java.util.Random;

/** Texts made of the pieces that break readers: signs, numbers, addresses, emoji, halves of pairs, controls. */
public final class RandomTexts {
    private static final String[] PIECES = {
        "$",
        "#",
        "@",
        "BTC",
        "eth",
        "$SOL",
        "#LINK/USDT",
        "LINKUSDT",
        "0x",
        "0x6982508145454Ce325dDbE47a25d4ec3d2311933",
        "EKpQGSJtjMFqKZ9KQanSqYXRcF8fBopzLHYxdM65zcjm",
        "https://",
        "http://a.b/c?d=e",
        "t.me/",
        "www.",
        "1",
        "0.00001230",
        "1.5k",
        "10x",
        "x20",
        "50%",
        "1)",
        "2\uFE0F\u20E3",
        "buy",
        "SELL",
        "target",
        "TP1",
        "stop loss",
        "entry",
        "long",
        "leverage",
        "between",
        "-",
        "/",
        "_",
        ":",
        ".",
        ",",
        "(",
        ")",
        "!",
        "?",
        "\n",
        "\r\n",
        " ",
        " ",
        " ",
        "\t",
        "\uD83D\uDE80",
        "\uD83D",
        "\uDE80",
        "\u0000",
        "\u200B",
        "\uFEFF",
        "\u202E",
        "ＢＴＣ",
        "\uD835\uDC01",
        "shiba inu",
        "Bitcoin",
        "2018/05/23",
        "05:30 AM (UTC)",
        "31 Feb 2020",
        "tomorrow",
        "99:99",
        "99999999999999999999",
        "1e400",
        "е",
        "й",
        "비트코인",
        "比特币",
        "\u0301",
        "'",
        "\u2019",
        "not",
        "moon",
        "scam",
        "hit",
        "\u2705",
        "airdrop",
        "lists",
        "pump",
        "coin to pump is",
        "S",
        "a",
        "zz",
        "%",
        "&",
        "\\",
        "\"",
        "<b>",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    };

    private RandomTexts() {}

    /** A text of up to {@code most} pieces. */
    public static String next(Random random, int most) {
        StringBuilder text = new StringBuilder();
        int pieces = random.nextInt(most + 1);
        for (int i = 0; i < pieces; i++) {
            if (random.nextInt(12) == 0) {
                text.append((char) random.nextInt(0x10000));
            } else {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            if (random.nextInt(3) > 0) {
                text.append(' ');
            }
        }
        return text.toString();
    }
}
