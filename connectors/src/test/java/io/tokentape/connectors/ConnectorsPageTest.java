package io.tokentape.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class ConnectorsPageTest {
    @Test
    void theDocumentSaysWhatTheConnectorsTake() throws IOException {
        if (Boolean.getBoolean("write.docs")) {
            Files.writeString(ConnectorsPage.FILE, ConnectorsPage.page());
        }

        assertThat(Files.readString(ConnectorsPage.FILE))
                .as("write it anew: " + ConnectorsPage.COMMAND)
                .isEqualTo(ConnectorsPage.page());
    }
}
