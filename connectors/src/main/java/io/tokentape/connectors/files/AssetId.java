package io.tokentape.connectors.files;

import java.util.Locale;
import java.util.regex.Pattern;

/** The written form of an asset: {@code <chain>:<address>} or {@code <chain>:native}, split at the first colon. */
final class AssetId {
    private static final Pattern CHAIN = Pattern.compile("[a-z0-9][a-z0-9_.-]*");
    private static final Pattern EVM_ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");
    private static final int LONGEST = 512;

    private AssetId() {}

    /** The asset in its one form: EVM addresses in lower-case hex, since their capitals are only a checksum. */
    static String canonical(String field, String text) throws RejectedLineException {
        int colon = text.indexOf(':');
        String chain = colon < 0 ? "" : text.substring(0, colon);
        String address = text.substring(colon + 1);
        if (!CHAIN.matcher(chain).matches()
                || address.isEmpty()
                || text.length() > LONGEST
                || address.chars().anyMatch(c -> c <= ' ')) {
            throw RejectedLineException.badValue(field, "is not <chain>:<address>");
        }
        return EVM_ADDRESS.matcher(address).matches() ? chain + ":" + address.toLowerCase(Locale.ROOT) : text;
    }
}
