package io.tokentape.standalone.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    @Test
    void wantsJavaSeventeen() {
        assertThat(Machine.java(17, "17.0.1", 2).line()).isEqualTo("ok       java      17.0.1, 2 processors");
        assertThat(Machine.java(11, "11.0.2", 2).line())
                .isEqualTo("problem  java      11.0.2, 2 processors: install a JDK of 17 or newer");
    }

    @Test
    void wantsTwoGibibytesOfMemory() {
        assertThat(Machine.memory(2L << 30).verdict()).isEqualTo(Finding.Verdict.OK);
        assertThat(Machine.memory((2L << 30) - 1).verdict()).isEqualTo(Finding.Verdict.PROBLEM);
    }

    @Test
    void measuresTheNearestFolderThatExists(@TempDir Path dir) {
        assertThat(Machine.disk(dir.resolve("a").resolve("b")).text()).contains(" GiB free in " + dir);
    }

    @Test
    void namesPortsThatOthersHold() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = other.getLocalPort();

            Finding taken = Machine.ports(List.of(port), List.of());
            assertThat(taken.verdict()).isEqualTo(Finding.Verdict.PROBLEM);
            assertThat(taken.text()).startsWith(port + " taken: ");
            assertThat(Machine.ports(List.of(port), List.of(port)).verdict()).isEqualTo(Finding.Verdict.OK);
        }
    }
}
