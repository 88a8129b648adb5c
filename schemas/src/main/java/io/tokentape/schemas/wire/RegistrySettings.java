package io.tokentape.schemas.wire;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach a schema registry. The keys are Confluent's, so that one file of client settings serves both.
 *
 * @param urls where it answers; the next is tried when one is away; no user in them
 * @param userInfo {@code user:password} for basic authentication; empty = none
 * @param autoRegister false: a schema that the registry does not have is an error, as Confluent's setting says
 * @param attempts how often a request is sent while the registry is away or answers 5xx; each attempt tries every URL
 * @param firstPause before the second attempt; doubles with each further one
 * @param timeout for one answer
 */
public record RegistrySettings(
        List<URI> urls,
        Optional<String> userInfo,
        boolean autoRegister,
        int attempts,
        Duration firstPause,
        Duration timeout) {
    public static final String URL = "schema.registry.url";
    public static final String USER_INFO = "basic.auth.user.info";
    /** Confluent's older spelling. */
    static final String OLD_USER_INFO = "schema.registry.basic.auth.user.info";

    public static final String AUTO_REGISTER = "auto.register.schemas";

    /** With the first pause doubling each time this waits about 13 seconds in all. */
    private static final int DEFAULT_ATTEMPTS = 8;

    private static final Duration DEFAULT_FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    public RegistrySettings {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException(URL + " is empty");
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("at least one attempt is needed, not " + attempts);
        }
    }

    /** One or more URLs, separated by commas; a user in the first one that has any counts for all. */
    public static RegistrySettings of(String urls) {
        return from(Map.of(URL, urls));
    }

    /** From client settings; keys that are not ours are left alone. */
    public static RegistrySettings from(Map<String, String> settings) {
        String given = settings.get(URL);
        if (given == null || given.isBlank()) {
            throw new IllegalArgumentException(URL + " is not set: the schema registry's address is needed");
        }
        List<URI> urls = new ArrayList<>();
        Optional<String> user = Optional.ofNullable(settings.getOrDefault(USER_INFO, settings.get(OLD_USER_INFO)));
        for (String one : given.split(",")) {
            URI uri = parse(one.strip());
            user = user.or(() -> Optional.ofNullable(uri.getUserInfo()));
            urls.add(withoutUser(uri));
        }
        return new RegistrySettings(
                urls,
                user,
                !"false".equalsIgnoreCase(settings.get(AUTO_REGISTER)),
                DEFAULT_ATTEMPTS,
                DEFAULT_FIRST_PAUSE,
                DEFAULT_TIMEOUT);
    }

    /** The same with other patience. */
    public RegistrySettings retrying(int times, Duration pause) {
        return new RegistrySettings(urls, userInfo, autoRegister, times, pause, timeout);
    }

    SchemaRegistry connect() {
        return new HttpSchemaRegistry(this);
    }

    Optional<String> authorization() {
        return userInfo.map(
                info -> "Basic " + Base64.getEncoder().encodeToString(info.getBytes(StandardCharsets.UTF_8)));
    }

    private static URI parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            // The text may hold a password, and so may the cause's message.
            throw new IllegalArgumentException(URL + " is not an address: " + e.getReason());
        }
        if (uri.getHost() == null || !Arrays.asList("http", "https").contains(uri.getScheme())) {
            throw new IllegalArgumentException(URL + " must begin with http:// or https:// and name a host");
        }
        return uri;
    }

    private static URI withoutUser(URI uri) {
        String path = uri.getPath() == null ? "" : uri.getPath().replaceAll("/+$", "");
        try {
            return new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), path, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(URL + " is not an address: " + e.getReason());
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "RegistrySettings[urls=" + urls + (userInfo.isPresent() ? ", with user" : "") + "]";
    }
}
