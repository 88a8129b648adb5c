package io.tokentape.topology.mention;

import io.tokentape.topology.mention.Mention.Kind;
import io.tokentape.topology.text.Words;

/** Contract addresses, alone or in a link; wallets, transactions and other long words are none. */
final class AddressForm {
    /** What stands further back in a link than this is not looked at: hostile links are as long as the text. */
    private static final int MAX_LINK_WORDS = 64;

    private static final int WORDS_BEFORE = 4;

    private final PostContext post;

    AddressForm(PostContext post) {
        this.post = post;
    }

    /** The word after the address that begins at a word, whether it counts or not; the word itself if there is none. */
    int read(MarkedText text, int word) {
        Words words = text.words;
        int start = words.start(word);
        boolean jetton = Addresses.mayBeginTon(words, start);
        int end = jetton ? Addresses.tonEnd(words, start) : words.end(word);
        if (!Addresses.mayBe(end - start)) {
            return word;
        }
        String address = words.plain(start, end);
        Addresses.Format format = Addresses.format(address);
        if (format == null) {
            return word;
        }
        if (counts(text, word, end, address, format)) {
            add(text, word, end, address, format);
        }
        int after = word + 1;
        while (after < words.count() && words.start(after) < end) {
            after++;
        }
        return after;
    }

    private boolean counts(MarkedText text, int word, int end, String address, Addresses.Format format) {
        Words words = text.words;
        if (post.lookup.byAddress(address).length > 0) {
            return true;
        }
        if (words.inLink(word)) {
            return isTokenLink(words, word) && (format.chain() != null || linkedChain(words, word) != null)
                    || isLaunched(address, format);
        }
        boolean blob = isBlobSign(words.at(words.start(word) - 1)) || isBlobSign(words.at(end));
        return !blob && (isLaunched(address, format) || post.addressCue() && !sentTo(text, word));
    }

    /** The vanity endings that launchpads give the tokens made on them. */
    private static boolean isLaunched(String address, Addresses.Format format) {
        return format == Addresses.Format.SOLANA && (address.endsWith("pump") || address.endsWith("bonk"));
    }

    private boolean isTokenLink(Words words, int word) {
        return post.lists.isTokenLink(words, linkStart(words, word), word);
    }

    private void add(MarkedText text, int word, int end, String address, Addresses.Format format) {
        Words words = text.words;
        TokenVersion[] claims = post.lookup.byAddress(address);
        boolean link = words.inLink(word);
        String linked = format.chain() != null ? format.chain() : link ? linkedChain(words, word) : null;
        String said = linked != null ? linked : onlyChain();
        String asset = said == null ? null : TokenEntry.normalAsset(said + ":" + address);
        if (claims.length > 0 && linked == null) {
            asset = deployment(claims[0].entry(), asset, TokenEntry.normalAddress(address));
        }
        boolean sure = link && isTokenLink(words, word) || isLaunched(address, format);
        double probability = claims.length > 0 ? 0.99 : sure ? 0.8 : 0.6;
        int start = words.start(word);
        post.add(Span.of(text, start, end, Kind.ADDRESS, null, claims, probability)
                .withAsset(asset));
    }

    /** The token's asset on the chain that the post speaks of, else the first with this address. */
    private static String deployment(TokenEntry entry, String said, String address) {
        if (said != null && entry.assets().contains(said)) {
            return said;
        }
        for (String asset : entry.assets()) {
            if (asset.endsWith(':' + address)) {
                return asset;
            }
        }
        return null;
    }

    /** Signs of base 64 and of parameters, which stand beside no address in prose. */
    private static boolean isBlobSign(char c) {
        return c == '+' || c == '=' || c == '/' || c == '_' || c == '-' || c == '%' || c == '&';
    }

    private static int linkStart(Words words, int word) {
        int first = word;
        while (first > 0 && word - first < MAX_LINK_WORDS && words.inLink(first - 1)) {
            first--;
        }
        return first;
    }

    private String linkedChain(Words words, int word) {
        for (int i = linkStart(words, word); i < word; i++) {
            String chain = post.lists.linkChain(words, i);
            if (chain != null) {
                return chain;
            }
        }
        return null;
    }

    /** The one chain of hexadecimal addresses that the words of the post name, or null. */
    private String onlyChain() {
        String only = null;
        for (String chain : post.chains()) {
            if (!chain.equals("solana") && !chain.equals("tron") && !chain.equals("ton")) {
                if (only != null) {
                    return null;
                }
                only = chain;
            }
        }
        return only;
    }

    /** Whether the words right before say that it is a wallet. */
    private static boolean sentTo(MarkedText text, int word) {
        for (int i = Math.max(0, word - WORDS_BEFORE); i < word; i++) {
            if (text.is(i, TokenWords.WALLET_WORD)) {
                return true;
            }
        }
        return false;
    }
}
