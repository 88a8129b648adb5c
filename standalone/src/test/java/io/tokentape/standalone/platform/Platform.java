package io.tokentape.standalone.platform;

import java.nio.file.Path;

/**
 * What an integration test runs on. Each part starts when it is first asked for. The system property
 * {@code tokentape.test.platform} says which kind: {@code embedded}, or {@code containers} where there is a Docker engine.
 */
public interface Platform extends AutoCloseable {
    String bootstrapServers();

    String registryUrl();

    /** Address with user and, where there is one, password. */
    String jdbcUrl();

    String postgresUser();

    /** Empty = none. */
    String postgresPassword();

    @Override
    void close();

    /** @param dir for what the parts write; the caller's to delete */
    static Platform create(Path dir) {
        String kind = System.getProperty("tokentape.test.platform", "embedded");
        return switch (kind) {
            case "embedded" -> new EmbeddedPlatform(dir);
            case "containers" -> new ContainersPlatform();
            default -> throw new IllegalArgumentException("tokentape.test.platform is " + kind);
        };
    }
}
