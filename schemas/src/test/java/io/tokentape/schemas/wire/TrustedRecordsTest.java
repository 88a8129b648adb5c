package io.tokentape.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.schemas.avro.TokenState;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustedRecordsTest {
    /** In class loaders of its own, so that nothing but the record has touched Avro: as in a consumer's program. */
    @Test
    void aBuilderTakesTheDefaultOfAnEnumInAProgramThatKnowsOnlyTheRecord() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader fresh = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(fresh);

            Class<?> record = fresh.loadClass(TokenState.class.getName());
            Object builder = record.getMethod("newBuilder").invoke(null);
            builder.getClass().getMethod("setAsset", String.class).invoke(builder, "solana:native");
            builder.getClass().getMethod("setProvider", String.class).invoke(builder, "files");
            builder.getClass().getMethod("setObservedAt", long.class).invoke(builder, 1L);
            Object state = builder.getClass().getMethod("build").invoke(builder);

            assertThat(record).isNotSameAs(TokenState.class);
            assertThat(record.getMethod("getHoneypot").invoke(state)).hasToString("UNKNOWN");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL[] classPath() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(new File(entry).toURI().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
