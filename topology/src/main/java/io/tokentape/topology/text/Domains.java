package io.tokentape.topology.text;

import java.util.Set;

/** The endings by which a dotted run of words is known to be a web address. */
final class Domains {
    private static final Set<String> TOPS = Set.of(
            "com",
            "org",
            "net",
            "io",
            "co",
            "me",
            "ly",
            "gl",
            "gg",
            "xyz",
            "app",
            "ru",
            "info",
            "eu",
            "de",
            "uk",
            "tv",
            "site",
            "online",
            "news",
            "ai",
            "cc",
            "us",
            "biz",
            "link",
            "click",
            "trade",
            "market",
            "exchange");
    private static final Set<String> TOPS_BEFORE_PATH = Set.of(
            "fun", "finance", "fi", "money", "to", "in", "it", "be", "is", "so", "st", "id", "ws", "live", "page", "ag",
            "bio", "ch", "fr", "nl", "br", "kr", "jp", "cn", "tr", "vn", "pro", "dev", "club", "world", "tech", "vip",
            "win", "art", "games", "cloud", "im", "vc", "sh", "ca", "au", "es", "pl", "ua", "cz", "se", "no", "at",
            "la");

    private Domains() {}

    static boolean isTop(String word) {
        return TOPS.contains(word);
    }

    /** Endings that are also words, or that names of tokens end in: they count only before a slash. */
    static boolean isTopBeforePath(String word) {
        return TOPS_BEFORE_PATH.contains(word);
    }
}
