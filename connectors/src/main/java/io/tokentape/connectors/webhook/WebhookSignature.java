package io.tokentape.connectors.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs as <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 * Webhooks</a> says: HMAC-SHA256 over {@code id.timestamp.body}. Safe for use by many threads.
 */
final class WebhookSignature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";
    private static final int LEAST_KEY_BYTES = 16;

    private final SecretKeySpec key;

    /**
     * @param secret {@code whsec_} and base64, or any text
     * @throws IllegalArgumentException when it is too short or no base64; never names it
     */
    WebhookSignature(String secret) {
        byte[] bytes;
        try {
            bytes = secret.startsWith(PREFIX)
                    ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
                    : secret.getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is no base64 after " + PREFIX, e);
        }
        if (bytes.length < LEAST_KEY_BYTES) {
            throw new IllegalArgumentException("must have " + LEAST_KEY_BYTES + " bytes or more");
        }
        key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /**
     * The header {@code webhook-signature}.
     *
     * @param second epoch seconds of the attempt
     */
    String of(String id, long second, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + '.' + second + '.').getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
