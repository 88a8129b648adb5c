package io.tokentape.standalone.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which part may know which: the arrows of the design, over the compiled classes of every module. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tokentape");

    /** What each module may know of the others. */
    private static final Map<String, List<String>> MODULES = Map.of(
            "schemas", List.of(),
            "topology", List.of("schemas"),
            "connectors", List.of("schemas"),
            "serving", List.of("schemas", "topology"),
            "standalone", List.of("schemas", "topology", "connectors", "serving"));

    /** The rooms of the topology, what all steps count with and then the order of the flow; a room knows those before it. */
    private static final List<String> ROOMS = List.of(
            "account",
            "order",
            "reference",
            "text",
            "mention",
            "watch",
            "signal",
            "notice",
            "sentiment",
            "event",
            "value",
            "analysis",
            "state",
            "story",
            "stats",
            "alert",
            "indicator",
            "recommendation",
            "outcome",
            "ledger",
            "runtime",
            "replay");

    /** Rooms that hold no domain: they wire, count and run. */
    private static final Set<String> MACHINERY = Set.of("account", "runtime", "replay");

    /** The rooms at the edge, which may look at the clock of the machine. */
    private static final Set<String> EDGE = Set.of("runtime", "replay");

    /** Functions of Math whose last digit may differ from machine to machine. */
    private static final Set<String> INEXACT = Set.of(
            "exp", "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot", "sin", "cos", "tan", "asin", "acos",
            "atan", "atan2", "sinh", "cosh", "tanh");

    static Stream<String> modules() {
        return MODULES.keySet().stream().sorted();
    }

    static Stream<String> rooms() {
        return ROOMS.stream();
    }

    static Stream<String> innerRooms() {
        return ROOMS.stream().filter(room -> !EDGE.contains(room));
    }

    static Stream<String> domainRooms() {
        return ROOMS.stream().filter(room -> !MACHINERY.contains(room));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleKnowsOnlyThoseItMayKnow(String module) {
        String[] others = MODULES.keySet().stream()
                .filter(other -> !other.equals(module) && !MODULES.get(module).contains(other))
                .map(other -> "io.tokentape." + other + "..")
                .toArray(String[]::new);
        if (others.length > 0) {
            noClasses()
                    .that()
                    .resideInAPackage("io.tokentape." + module + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomKnowsOnlyRoomsBeforeIt(String room) {
        String[] later = ROOMS.subList(ROOMS.indexOf(room) + 1, ROOMS.size()).stream()
                .map(ArchitectureTest::packageOf)
                .toArray(String[]::new);
        if (later.length > 0) {
            noClasses()
                    .that()
                    .resideInAPackage(packageOf(room))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    @ParameterizedTest
    @MethodSource("domainRooms")
    void onlyStepsOfADomainRoomKnowKafkaOrAvro(String room) {
        noClasses()
                .that()
                .resideInAPackage(packageOf(room))
                .and(areNotSteps())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..", "io.tokentape.schemas.avro..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("innerRooms")
    void noRoomLooksAtAClockOrDrawsANumber(String room) {
        noClasses()
                .that()
                .resideInAPackage(packageOf(room))
                .should()
                .accessTargetWhere(DescribedPredicate.describe(
                        "a clock, a random number or inexact mathematics", ArchitectureTest::dependsOnTheMachine))
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void everyPackageOfTheTopologyIsARoom() {
        ArchRuleDefinition.classes()
                .that()
                .resideInAPackage("io.tokentape.topology..")
                .should()
                .resideInAnyPackage(rooms().map(ArchitectureTest::packageOf).toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void theTopologyKnowsNoWebServer() {
        noClasses()
                .that()
                .resideInAPackage("io.tokentape.topology..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..")
                .check(CLASSES);
    }

    @Test
    void noPackageIsADrawerForOddments() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..manager..")
                .check(CLASSES);
    }

    private static String packageOf(String room) {
        return "io.tokentape.topology." + room + "..";
    }

    private static DescribedPredicate<JavaClass> areNotSteps() {
        return DescribedPredicate.describe("are not steps", type -> {
            JavaClass outermost = type;
            while (outermost.getEnclosingClass().isPresent()) {
                outermost = outermost.getEnclosingClass().get();
            }
            return !outermost.getSimpleName().endsWith("Step")
                    && !type.getSimpleName().equals("package-info");
        });
    }

    private static boolean dependsOnTheMachine(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        return switch (owner) {
            case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
            case "java.lang.Math" -> name.equals("random") || INEXACT.contains(name);
            case "java.util.UUID" -> name.equals("randomUUID");
            case "java.util.Random",
                    "java.util.SplittableRandom",
                    "java.util.concurrent.ThreadLocalRandom",
                    "java.security.SecureRandom" -> true;
            default -> owner.startsWith("java.time.") && name.equals("now");
        };
    }
}
