package io.tokentape.standalone.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script on a made-up checkout, with a `mvn` and JDKs that only say how they were called. */
class LauncherTest {
    private static final Instant BUILT = Instant.parse("2026-01-01T12:00:00Z");

    /** All that the script may use: the machine's own java and mvn must not be among it. */
    private static final List<String> TOOLS =
            List.of("bash", "dirname", "find", "head", "mkdir", "mktemp", "readlink", "rm", "sed", "touch");

    @TempDir
    Path dir;

    private Path root;
    private Path jar;
    private Path mavenLog;

    private record Result(int code, List<String> out, String err) {}

    @BeforeEach
    void makeACheckout() throws IOException {
        root = dir.resolve("check out");
        jar = root.resolve("standalone/target/tokentape/tokentape.jar");
        mavenLog = dir.resolve("maven.log");
        Files.createDirectories(root.resolve("standalone/src/main/java"));
        Files.createDirectories(root.resolve("standalone/src/test/java"));
        Files.createDirectories(root.resolve("schemas/src/main/avro"));
        Files.copy(Path.of("..", "tokentape"), root.resolve("tokentape"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Files.writeString(root.resolve("standalone/pom.xml"), "<project/>");
        Files.writeString(root.resolve("schemas/pom.xml"), "<project/>");
        Files.writeString(root.resolve("standalone/src/main/java/Tape.java"), "class Tape {}");
        Files.writeString(root.resolve("standalone/src/test/java/TapeTest.java"), "class TapeTest {}");
        Files.writeString(root.resolve("schemas/src/main/avro/posts.avdl"), "protocol Posts {}");
        script(dir.resolve("bin/mvn"), """
                echo "$PWD: $*" >> '%s'
                echo "$JAVA_HOME" > java-home
                mkdir -p standalone/target/tokentape
                [ -e "$PWD/break-the-build" ] && exit 1
                touch standalone/target/tokentape/tokentape.jar
                """.formatted(mavenLog));
        for (String tool : TOOLS) {
            script(dir.resolve("bin").resolve(tool), "exec " + tool(tool) + " \"$@\"\n");
        }
        jdk("old", 11);
        jdk("debian", 17);
        jdk("newest", 25);
    }

    @Test
    void buildsWhenThereIsNoJarAndNotAgain() throws Exception {
        Result first = run(Map.of(), "topics", "list");
        assertThat(first.err()).contains("tokentape: building (there is no build yet)");
        assertThat(Files.readAllLines(mavenLog)).containsExactly(root + ": -q -B -DskipTests package");
        assertThat(first.code()).isZero();

        Result second = run(Map.of(), "topics", "list");
        assertThat(second.err()).isEmpty();
        assertThat(Files.readAllLines(mavenLog)).hasSize(1);
    }

    @Test
    void buildsWithTheNewestJdkButNotWithARuntime() throws Exception {
        Path newest = dir.resolve("jvm/newest");
        Map<String, String> env = Map.of("JAVA_HOME", dir.resolve("jvm/old").toString());
        run(env);
        assertThat(root.resolve("java-home")).hasContent(env.get("JAVA_HOME"));

        script(newest.resolve("bin/javac"), "");
        Files.delete(jar);
        run(env);
        assertThat(root.resolve("java-home")).hasContent(newest.toString());
    }

    @Test
    void buildsAgainWhenASourceIsNewerOfAnyModule() throws Exception {
        for (String source : List.of("pom.xml", "schemas/pom.xml", "schemas/src/main/avro/posts.avdl")) {
            built();
            Files.setLastModifiedTime(root.resolve(source), FileTime.from(BUILT.plusSeconds(1)));

            assertThat(run(Map.of()).err()).contains("building (" + source + " is newer than the build)");
        }
    }

    @Test
    void buildsAgainWhenASourceWasRemoved() throws Exception {
        built();
        Files.delete(root.resolve("standalone/src/main/java/Tape.java"));

        assertThat(run(Map.of()).err()).contains("building (standalone/src/main/java is newer");
    }

    @Test
    void doesNotBuildForATest() throws Exception {
        built();
        Files.setLastModifiedTime(
                root.resolve("standalone/src/test/java/TapeTest.java"), FileTime.from(BUILT.plusSeconds(1)));

        assertThat(run(Map.of()).err()).isEmpty();
        assertThat(mavenLog).doesNotExist();
    }

    @Test
    void endsWithOneLineWhenTheBuildFails() throws Exception {
        Files.createFile(root.resolve("break-the-build"));

        Result result = run(Map.of());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("tokentape: the build failed");
    }

    @Test
    void passesArgumentsAndOptionsOnAndBecomesJava() throws Exception {
        built();

        Process process =
                start(root.resolve("tokentape"), dir, Map.of("TOKENTAPE_JAVA_OPTS", "-Xmx2g -Dx=y"), "up", "a b", "*");
        List<String> lines = process.inputReader().lines().toList();
        assertThat(lines)
                .contains("java 25", "pid " + process.pid(), "argument -Xmx1g", "argument -Xmx2g", "argument -Dx=y");
        assertThat(lines.indexOf("argument -Xmx2g")).isGreaterThan(lines.indexOf("argument -Xmx1g"));
        assertThat(lines)
                .endsWith("argument -jar", "argument " + jar.toRealPath(), "argument up", "argument a b", "argument *");
    }

    @Test
    void rehearsesAfterABuildAndUsesWhatWasLearnedWhileItIsNewerThanTheBuild() throws Exception {
        Path cache = jar.resolveSibling("start-25.cache");
        Result first = run(Map.of(), "up");
        assertThat(cache).exists();
        assertThat(first.err()).contains("tokentape: preparing a faster start");
        assertThat(first.out())
                .contains("argument -XX:AOTCache=" + cache.toRealPath())
                .doesNotContain("argument --rehearse");

        assertThat(run(Map.of(), "up").out()).contains("argument -XX:AOTCache=" + cache.toRealPath());

        Files.setLastModifiedTime(
                jar, FileTime.from(Files.getLastModifiedTime(cache).toInstant().plusSeconds(1)));
        assertThat(run(Map.of(), "up").out()).noneMatch(line -> line.contains("AOTCache"));
    }

    @Test
    void rehearsesNotWhenToldSo() throws Exception {
        run(Map.of("TOKENTAPE_NO_CACHE", "1"), "up");

        assertThat(jar.resolveSibling("start-25.cache")).doesNotExist();
    }

    @Test
    void takesTheNewestJdkAndJavaHomeAmongEquals() throws Exception {
        built();
        assertThat(run(Map.of("JAVA_HOME", dir.resolve("jvm/debian").toString()))
                        .out())
                .contains("java 25");

        Path mine = dir.resolve("mine");
        Files.createDirectories(mine);
        Files.move(dir.resolve("jvm/newest"), mine.resolve("jdk"));
        jdk("other", 25);
        assertThat(run(Map.of("JAVA_HOME", mine.resolve("jdk").toString())).out())
                .contains("home " + mine.resolve("jdk"));
    }

    @Test
    void saysWhatToInstallWhenNoJdkIsNewEnough() throws Exception {
        built();
        delete("newest");
        delete("debian");

        Result result = run(Map.of());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).startsWith("tokentape: a JDK of 17 or newer is needed");
    }

    @Test
    void worksThroughLinksFromAnyFolder() throws Exception {
        built();
        Path links = Files.createDirectories(dir.resolve("links"));
        Files.createSymbolicLink(links.resolve("first"), root.resolve("tokentape"));
        Files.createSymbolicLink(links.resolve("second"), Path.of("first"));

        Process process = start(links.resolve("second"), Path.of("/"), Map.of());
        assertThat(process.inputReader().lines()).endsWith("argument -jar", "argument " + jar.toRealPath());
    }

    private static Path tool(String name) {
        return Stream.of("/usr/bin", "/bin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }

    private void built() throws IOException {
        Files.createDirectories(jar.getParent());
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.toList()) {
                Files.setLastModifiedTime(path, FileTime.from(BUILT.minus(Duration.ofHours(1))));
            }
        }
        if (!Files.exists(jar)) {
            Files.createFile(jar);
        }
        Files.setLastModifiedTime(jar, FileTime.from(BUILT));
    }

    private void jdk(String name, int feature) throws IOException {
        Path home = dir.resolve("jvm").resolve(name);
        Files.createDirectories(home);
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + feature + ".0.1\"\n");
        script(home.resolve("bin/java"), """
                echo "java %d"
                echo "home ${0%%/bin/java}"
                echo "pid $$"
                for argument in "$@"; do
                  echo "argument $argument"
                  case $argument in
                    -XX:AOTCacheOutput=*|-XX:ArchiveClassesAtExit=*) echo recorded > "${argument#*=}" ;;
                  esac
                done
                """.formatted(feature));
    }

    private void delete(String jdk) throws IOException {
        Path home = dir.resolve("jvm").resolve(jdk);
        Files.delete(home.resolve("bin/java"));
        Files.delete(home.resolve("bin"));
        Files.delete(home.resolve("release"));
        Files.delete(home);
    }

    private static void script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/bash\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Result run(Map<String, String> env, String... args) throws IOException, InterruptedException {
        Process process = start(root.resolve("tokentape"), dir, env, args);
        List<String> out = process.inputReader().lines().toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), out, Files.readString(dir.resolve("err")));
    }

    private Process start(Path script, Path folder, Map<String, String> env, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(dir.resolve("err").toFile());
        builder.environment().clear();
        builder.environment().put("PATH", dir.resolve("bin").toString());
        builder.environment().put("TOKENTAPE_JVM_DIR", dir.resolve("jvm").toString());
        builder.environment().putAll(env);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }
}
