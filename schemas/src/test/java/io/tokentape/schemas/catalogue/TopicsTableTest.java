package io.tokentape.schemas.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TopicsTableTest {
    @Test
    void theDocumentsShowTheCatalogueAsItIs() throws IOException {
        Path committed = Path.of("..").resolve(TopicsTable.FILE);

        assertThat(Files.readString(committed))
                .as("%s is out of date; run: %s", TopicsTable.FILE, TopicsTable.COMMAND)
                .isEqualTo(TopicsTable.page(new Topics(Topics.DEFAULT_PREFIX)));
    }
}
