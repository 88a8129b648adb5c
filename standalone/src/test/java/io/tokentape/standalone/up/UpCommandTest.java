package io.tokentape.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class UpCommandTest {
    @TempDir
    Path dir;

    @Test
    void saysReadyOnceServesBesideAnotherAndStopsOnSignalLeavingNothing() throws Exception {
        Path firstErr = dir.resolve("first.err");
        Path secondErr = dir.resolve("second.err");
        try (UpProcess first = UpProcess.start(dir.resolve("first"), firstErr);
                UpProcess second = UpProcess.start(dir.resolve("second"), secondErr)) {
            URI url = first.awaitReady();
            assertThat(second.awaitReady()).isNotEqualTo(url);
            assertThat(UpProcess.get(url.resolve("/ping")).statusCode()).isEqualTo(200);

            try (UpProcess intruder = UpProcess.start(dir.resolve("first"), dir.resolve("intruder.err"))) {
                assertThat(intruder.awaitExit()).isEqualTo(1);
                assertThat(intruder.line()).isNull();
                assertThat(intruder.errors())
                        .matches("tokentape: another 'up' works in .*first: stop it, or choose another folder with"
                                + " --data\\R");
            }

            long postgres = first.postgresPid();
            first.terminate();
            assertThat(first.awaitExit()).isZero();
            assertThat(first.line()).isNull();
            assertThat(first.errors()).isEmpty();
            assertThat(UpProcess.runs(postgres)).isFalse();

            assertThat(second.postgresPid()).isPositive();
            second.terminate();
            assertThat(second.awaitExit()).isZero();
        }
    }

    @Test
    void refusesAFolderWhoseNameEndsAnEntryOfAList() {
        for (String name : new String[] {"a:b", "a,b", "a}b"}) {
            StringWriter err = new StringWriter();
            int code = new CommandLine(new UpCommand())
                    .setErr(new PrintWriter(err))
                    .execute("--data=" + dir.resolve(name));
            assertThat(code).isEqualTo(2);
            assertThat(err.toString()).startsWith("the folder of --data must have no ':', ',' or '}' in its path: ");
            assertThat(dir.resolve(name)).doesNotExist();
        }
    }

    @Test
    void saysWhichOptionToChangeWhenAPortIsTaken() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                UpProcess up = UpProcess.start(
                        dir.resolve("data"), dir.resolve("err"), "--registry-port=" + other.getLocalPort())) {
            assertThat(up.awaitExit()).isEqualTo(1);
            assertThat(up.line()).isNull();
            assertThat(up.errors())
                    .matches("tokentape: port " + other.getLocalPort()
                            + " is taken: end what uses it, or choose another with --registry-port\\R");
        }
    }

    @Test
    void leavesNothingBehindWhenStoppedWhileConnectStarts() throws Exception {
        try (UpProcess up = UpProcess.start(dir.resolve("data"), dir.resolve("err"))) {
            up.awaitReady();
            up.terminate();
            assertThat(up.awaitExit()).isZero();
            assertThat(up.errors()).isEmpty();
            assertThat(dir.resolve("data/logs/tokentape.log"))
                    .content()
                    .contains("the broker has stopped")
                    .doesNotContain("left behind", "cut short");
        }
    }

    @Test
    void stopsCleanlyWhileItIsStillStarting() throws Exception {
        try (UpProcess up = UpProcess.start(dir.resolve("data"), dir.resolve("err"))) {
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> Files.exists(dir.resolve("data/logs/tokentape.log")));
            up.terminate();
            assertThat(up.awaitExit()).isZero();
            assertThat(up.line()).isNull();
            assertThat(up.errors()).isEmpty();
        }
    }
}
