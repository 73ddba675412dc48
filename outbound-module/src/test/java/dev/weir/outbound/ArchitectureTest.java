package dev.weir.outbound;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The directions between the packages, by the last parts of their names; {@code docs/internals.md} has them too. */
class ArchitectureTest {

    private static final String ROOT = "dev.weir.outbound";
    private static final JavaClasses OUTBOUND = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** A package, those of this jar that it may use, and others. All may use {@code java} and JSpecify. */
    private static final List<String> TABLE = List.of(
            "api | | dev.weir jakarta.enterprise.util jakarta.interceptor",
            "remote | | jakarta.json",
            "settings | remote statistics.file | dev.weir.spi",
            "retry | api remote settings | jakarta.ws.rs javax.net.ssl",
            "statistics | api | dev.weir.spi",
            "statistics.file | statistics |",
            "queue.port | | dev.weir dev.weir.spi",
            "queue.permits | queue.port | dev.weir",
            "queue.pace | queue.port | dev.weir",
            "queue | api queue.port queue.permits queue.pace | dev.weir dev.weir.spi",
            "batch | api queue queue.port settings |",
            "runtime | api batch queue queue.port remote retry settings statistics statistics.file"
                    + " | dev.weir dev.weir.spi jakarta.ws.rs",
            "standalone | api runtime | dev.weir.spi",
            "client | api runtime | dev.weir.spi jakarta.annotation jakarta.ws.rs org.eclipse.microprofile.rest.client"
                    + " org.glassfish.jersey.client",
            "cdi | api runtime | dev.weir.spi jakarta.annotation jakarta.enterprise jakarta.interceptor"
                    + " jakarta.servlet org.eclipse.microprofile.config");

    /** These packages of weir-filter have packages of their own below them, which are not allowed. */
    private static final Set<String> ALONE = Set.of("dev.weir", "dev.weir.spi");

    private static Stream<String> rows() {
        return TABLE.stream();
    }

    private static List<String> cells(String row) {
        return Stream.of(row.split("\\|", -1)).map(String::strip).toList();
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    private static String whole(String name) {
        return name.equals("api") ? ROOT : ROOT + '.' + name;
    }

    @Test
    void table_packages_areAllOfThem() {
        Map<String, Integer> sizes = new TreeMap<>();
        OUTBOUND.forEach(type -> sizes.merge(type.getPackageName(), 1, Integer::sum));
        assertThat(rows().map(row -> whole(cells(row).get(0)))).containsAll(sizes.keySet());
        assertThat(sizes)
                .containsKeys(ROOT, whole("queue"), whole("retry"), whole("runtime"), whole("statistics.file"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void package_uses_onlyWhatItMay(String row) {
        List<String> cells = cells(row);
        String name = whole(cells.get(0));
        Set<String> allowed = new TreeSet<>(List.of("java..", "org.jspecify..", name));
        words(cells.get(1)).forEach(each -> allowed.add(whole(each)));
        words(cells.get(2)).forEach(each -> allowed.add(ALONE.contains(each) ? each : each + ".."));
        classes()
                .that()
                .resideInAPackage(name)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new)))
                .allowEmptyShould(true)
                .check(OUTBOUND);
    }

    @Test
    void packages_together_haveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(OUTBOUND);
    }

    /** Applications that run without these must be able to load all the rest. */
    @ParameterizedTest
    @MethodSource("adapters")
    void adapters_areUsed_byNothingElse(String name) {
        noClasses()
                .that()
                .resideOutsideOfPackage(whole(name))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(whole(name))
                .check(OUTBOUND);
    }

    private static Stream<String> adapters() {
        return Stream.of("cdi", "client", "standalone");
    }

    @Test
    void clock_isRead_inTheWiringAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(whole("runtime"))
                .should()
                .accessTargetWhere(describe("reads a clock", ArchitectureTest::readsAClock))
                .check(OUTBOUND);
    }

    private static boolean readsAClock(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        return switch (owner) {
            case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
            case "java.time.Clock", "java.time.InstantSource" -> name.startsWith("system") || name.startsWith("tick");
            case "java.util.Date", "java.util.GregorianCalendar" -> name.equals("<init>");
            default -> owner.startsWith("java.time.") && name.equals("now");
        };
    }

    /** But by what looks, as a servlet container does, for classes that CDI does not discover. */
    @Test
    void servlet_isNotNeeded() {
        noClasses()
                .that()
                .doNotHaveSimpleName("UndiscoveredTypes")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.servlet..")
                .check(OUTBOUND);
    }

    @Test
    void standardStreams_areNotUsed() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(OUTBOUND);
    }
}
