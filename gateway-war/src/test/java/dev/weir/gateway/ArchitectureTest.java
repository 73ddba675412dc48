package dev.weir.gateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The directions between the packages; {@code docs/internals.md} has them too. */
class ArchitectureTest {

    private static final String ROOT = "dev.weir.gateway.";
    private static final JavaClasses GATEWAY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.weir.gateway");

    /** A package, those of the gateway that it may use, and others. All may use {@code java} and JSpecify. */
    private static final Set<String> TABLE = Set.of(
            "error | | jakarta.json",
            "settings | | dev.weir.spi",
            "request | error settings | jakarta.json",
            "token | error request settings upstream | com.knuddels.jtokkit jakarta.json",
            "auth | error settings | dev.weir com.nimbusds jakarta.enterprise jakarta.inject jakarta.security jakarta.servlet",
            "budget | auth error settings | dev.weir dev.weir.spi jakarta.json",
            "audit | | jakarta.json",
            "answer | budget error request settings token upstream | jakarta.json",
            "upstream | request settings | io.github.resilience4j jakarta.json",
            "relay | answer auth budget error request settings token upstream | jakarta.json jakarta.servlet",
            "runtime | answer audit auth budget error relay request settings token upstream | dev.weir dev.weir.spi jakarta",
            "servlet | auth budget error relay request runtime settings | dev.weir dev.weir.spi jakarta");

    private static String[] cells(String row) {
        return Stream.of(row.split("\\|", -1)).map(String::strip).toArray(String[]::new);
    }

    private static Stream<String> words(String text) {
        return text.isEmpty() ? Stream.of() : Stream.of(text.split(" "));
    }

    @Test
    void table_packages_areAllOfThem() {
        Set<String> there = GATEWAY.stream()
                .map(JavaClass::getPackageName)
                .map(name -> name.substring(ROOT.length()))
                .collect(Collectors.toSet());
        assertThat(TABLE.stream().map(row -> cells(row)[0])).containsExactlyInAnyOrderElementsOf(there);
    }

    @Test
    void package_uses_onlyWhatItMay() {
        for (String row : TABLE) {
            String[] cells = cells(row);
            Set<String> allowed = new TreeSet<>(Set.of("java..", "org.jspecify..", ROOT + cells[0]));
            words(cells[1]).forEach(each -> allowed.add(ROOT + each));
            // these two packages of weir-filter have others below them
            words(cells[2]).forEach(each -> allowed.add(each.startsWith("dev.weir") ? each : each + ".."));
            classes()
                    .that()
                    .resideInAPackage(ROOT + cells[0])
                    .should()
                    .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new)))
                    .allowEmptyShould(true)
                    .check(GATEWAY);
        }
    }

    @Test
    void packages_together_haveNoCycles() {
        slices().matching(ROOT + "(*)").should().beFreeOfCycles().check(GATEWAY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"currentTimeMillis", "nanoTime"})
    void clock_isRead_inTheWiringAlone(String method) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "runtime")
                .should()
                .callMethod(System.class, method)
                .orShould()
                .callMethod(InstantSource.class, "system")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(GATEWAY);
    }

    @Test
    void standardStreams_areNotUsed() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(GATEWAY);
    }
}
