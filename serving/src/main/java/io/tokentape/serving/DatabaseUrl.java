package io.tokentape.serving;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Where Postgres is, with the credentials taken out of the address. Understands {@code jdbc:postgresql://…},
 * {@code postgresql://user:password@host/db}, {@code postgres://…} and {@code postgresql+driver://…}.
 *
 * @param user null = none given
 * @param password null = none given
 */
record DatabaseUrl(String jdbcUrl, String user, String password) {
    private static final int DEFAULT_PORT = 5432;

    /** @throws IllegalArgumentException when it is none of the known forms; the message does not repeat the address */
    static DatabaseUrl parse(String text) {
        String plain = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
        if (!plain.matches("(?s)postgres(ql)?(\\+\\w+)?://.+")) {
            throw new IllegalArgumentException("must look like postgresql://user:password@host:port/database");
        }
        URI uri;
        try {
            uri = new URI("postgresql" + plain.substring(plain.indexOf("://")));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not a valid address (" + e.getReason() + ")", e);
        }
        if (uri.getHost() == null || uri.getPath() == null || uri.getPath().length() < 2) {
            throw new IllegalArgumentException("must name a host and a database");
        }
        String user = null;
        String password = null;
        if (uri.getRawUserInfo() != null) {
            int colon = uri.getRawUserInfo().indexOf(':');
            user = decode(
                    colon < 0
                            ? uri.getRawUserInfo()
                            : uri.getRawUserInfo().substring(0, colon).replace("+", "%2B"));
            password = colon < 0
                    ? null
                    : decode(uri.getRawUserInfo().substring(colon + 1).replace("+", "%2B"));
        }
        List<String> parameters = new ArrayList<>();
        for (String parameter :
                uri.getRawQuery() == null ? new String[0] : uri.getRawQuery().split("&")) {
            if (parameter.startsWith("user=")) {
                user = decode(parameter.substring("user=".length()));
            } else if (parameter.startsWith("password=")) {
                password = decode(parameter.substring("password=".length()));
            } else if (!parameter.isEmpty()) {
                parameters.add(parameter);
            }
        }
        String jdbcUrl = "jdbc:postgresql://" + uri.getHost() + ":" + (uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort())
                + uri.getRawPath() + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
        return new DatabaseUrl(jdbcUrl, user, password);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return jdbcUrl;
    }
}
