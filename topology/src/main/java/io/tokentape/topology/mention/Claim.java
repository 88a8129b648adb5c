package io.tokentape.topology.mention;

/**
 * That some words, a symbol or an address mean a token.
 *
 * @param key the words in lower case, one space between; or the symbol or address itself
 */
record Claim(Role role, String key, TokenVersion version) {
    enum Role {
        SYMBOL,
        NAME,
        ALIAS,
        /** A name or symbol with an s behind it; no sign makes it one. */
        PLURAL,
        ADDRESS
    }

    static int better(Claim a, Claim b) {
        int byToken = TokenVersion.better(a.version, b.version);
        return byToken != 0 ? byToken : a.role.compareTo(b.role);
    }
}
