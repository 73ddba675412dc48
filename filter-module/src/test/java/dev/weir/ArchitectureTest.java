package dev.weir;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.weir.store.StoreSettings;
import java.lang.ref.Cleaner;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The directions between the packages, by their full names; {@code docs/internals.md} draws them. */
class ArchitectureTest {

    private static final String ROOT = "dev.weir";
    private static final Set<String> LATE = Set.of("orTimeout", "completeOnTimeout", "delayedExecutor");
    private static final JavaClasses WEIR = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void importer_packages_areAllOfThem() {
        Set<String> packages = new TreeSet<>();
        WEIR.forEach(type -> packages.add(type.getPackageName()));
        assertThat(packages)
                .containsExactly(
                        "dev.weir",
                        "dev.weir.adaptive",
                        "dev.weir.admin",
                        "dev.weir.admin.key",
                        "dev.weir.admin.resource",
                        "dev.weir.cdi",
                        "dev.weir.config",
                        "dev.weir.config.rule",
                        "dev.weir.config.source",
                        "dev.weir.core",
                        "dev.weir.database",
                        "dev.weir.engine",
                        "dev.weir.health",
                        "dev.weir.health.microprofile",
                        "dev.weir.http",
                        "dev.weir.lifecycle",
                        "dev.weir.log",
                        "dev.weir.login",
                        "dev.weir.match",
                        "dev.weir.metrics",
                        "dev.weir.metrics.micrometer",
                        "dev.weir.metrics.microprofile",
                        "dev.weir.monitor",
                        "dev.weir.monitor.count",
                        "dev.weir.monitor.event",
                        "dev.weir.monitor.query",
                        "dev.weir.monitor.report",
                        "dev.weir.monitor.request",
                        "dev.weir.monitor.usage",
                        "dev.weir.openapi",
                        "dev.weir.override",
                        "dev.weir.reply",
                        "dev.weir.rest",
                        "dev.weir.runtime",
                        "dev.weir.servlet",
                        "dev.weir.site",
                        "dev.weir.spi",
                        "dev.weir.store",
                        "dev.weir.store.cluster",
                        "dev.weir.store.gate",
                        "dev.weir.store.grid",
                        "dev.weir.store.memory",
                        "dev.weir.store.slot",
                        "dev.weir.text");
    }

    /** Of Weir, by the last part of the name; of others, by the name. All may use {@code java} and JSpecify. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | '' | jakarta.ejb",
                "core | root | ''",
                "spi | root text | ''",
                "log | '' | ''",
                "lifecycle | '' | ''",
                "database | log | javax.sql",
                "match | '' | ''",
                "text | root | ''",
                "store | '' core | ''",
                "store.memory | '' core log store | ''",
                "store.grid | core lifecycle store | javax.cache com.hazelcast",
                "store.gate | '' core log store store.memory store.grid | ''",
                "store.slot | '' core log store store.memory store.grid | ''",
                "store.cluster | '' core database lifecycle log text store store.memory store.grid store.gate store.slot"
                        + " | javax.sql",
                "config.source | '' | org.eclipse.microprofile.config",
                "config.rule | '' match text | ''",
                "config | '' core match text store config.rule config.source spi | ''",
                "site | '' config | ''",
                "override | '' core log text store | ''",
                "adaptive | '' core log store store.memory config.rule | ''",
                "engine | '' adaptive core log match spi text store override | javax.crypto",
                "metrics | '' core engine spi store | org.HdrHistogram",
                "metrics.microprofile | metrics | jakarta.enterprise jakarta.inject org.eclipse.microprofile.metrics",
                "metrics.micrometer | metrics | jakarta.enterprise io.micrometer",
                "monitor.request | metrics | org.HdrHistogram",
                "monitor.query | '' | javax.sql",
                "monitor.event | '' engine metrics store | ''",
                "monitor.usage | '' engine metrics store monitor.count | ''",
                "health | config metrics monitor.request store | ''",
                "monitor.count | '' metrics | ''",
                "monitor.report | '' log metrics store monitor.count | ''",
                "monitor | '' core engine health log metrics store monitor.count monitor.report | ''",
                "health.microprofile | health runtime | jakarta.enterprise org.eclipse.microprofile.health",
                "login | '' log store | ''",
                "reply | '' core config config.rule engine store | ''",
                "http | '' adaptive core log login match config config.rule engine store reply monitor.request | ''",
                "runtime | '' adaptive core lifecycle log login match config config.rule config.source site override engine store"
                        + " store.memory store.grid store.cluster reply http metrics metrics.microprofile"
                        + " metrics.micrometer health monitor monitor.event monitor.query monitor.request monitor.usage"
                        + " admin.key spi | javax.naming javax.sql",
                "admin | match config | jakarta.servlet jakarta.json",
                "admin.key | '' match config config.rule | javax.crypto",
                "admin.resource | '' core match text config config.rule engine runtime health metrics monitor monitor.count admin"
                        + " admin.key monitor.query monitor.request monitor.usage spi | jakarta.json",
                "servlet | '' core log login match config config.rule site engine store reply http runtime admin"
                        + " admin.resource | jakarta.servlet jakarta.json javax.xml.stream",
                "rest | '' core log login match config config.rule site engine store reply http runtime servlet monitor.request"
                        + " | jakarta.servlet jakarta.ws.rs jakarta.annotation org.glassfish.jersey.spi"
                        + " org.glassfish.jersey.server org.glassfish.jersey.servlet",
                "openapi | config config.rule site runtime | jakarta.ws.rs org.eclipse.microprofile.openapi",
                "cdi | '' core log login match config config.rule config.source site engine store reply http runtime servlet health.microprofile"
                        + " metrics.microprofile monitor.event"
                        + " | jakarta.servlet jakarta.enterprise jakarta.inject jakarta.interceptor jakarta.annotation"
                        + " jakarta.websocket jakarta.ejb jakarta.faces jakarta.security javax.cache javax.sql",
            })
    void package_uses_onlyWhatItMay(String name, String ours, String others) {
        Set<String> allowed = new TreeSet<>(List.of("java..", "org.jspecify..", whole(name)));
        for (String each : words(ours)) {
            allowed.add(whole(each));
        }
        for (String each : words(others)) {
            allowed.add(each + "..");
        }
        classes()
                .that()
                .resideInAPackage(whole(name))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new)))
                .check(WEIR);
    }

    @Test
    void packages_together_haveNoCycles() {
        slices().matching("dev.weir.(**)").should().beFreeOfCycles().check(WEIR);
    }

    @ParameterizedTest
    @CsvSource({"cdi", "openapi", "rest"})
    void adapters_areUsed_byNobody(String name) {
        noClasses()
                .that()
                .resideOutsideOfPackage(whole(name))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(whole(name))
                .check(WEIR);
    }

    /**
     * What the virtual machine starts or keeps for us outlives the application, and keeps its classes: the thread that
     * completes futures late, the common pool, timers and cleaners, values of threads that belong to the server.
     */
    @Test
    void nothing_isStartedOrKept_forTheWholeVirtualMachine() {
        noClasses()
                .should()
                .callMethodWhere(describe(
                        "completes late or runs in the common pool",
                        call -> LATE.contains(call.getName())
                                && call.getTargetOwner().isAssignableTo(CompletionStage.class)))
                .orShould()
                .callMethodWhere(describe(
                        "runs in the common pool",
                        call -> call.getName().endsWith("Async")
                                && call.getTargetOwner().isAssignableTo(CompletionStage.class)
                                && call.getTarget().getRawParameterTypes().stream()
                                        .noneMatch(type -> type.isEquivalentTo(Executor.class))))
                .orShould()
                .callMethodWhere(describe(
                        "is a parallel stream",
                        call -> call.getName().startsWith("parallel")
                                && call.getTargetOwner().getPackageName().startsWith("java.util")))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(ForkJoinPool.class, Timer.class, Cleaner.class, ThreadLocal.class)
                .check(WEIR);
    }

    @ParameterizedTest
    @CsvSource({
        "com.hazelcast.., dev.weir.store.grid.Hazelcast",
        "org.eclipse.microprofile.config.., dev.weir.config.source.MicroProfile",
        "org.eclipse.microprofile.openapi.., dev.weir.openapi.",
        "org.eclipse.microprofile.metrics.., dev.weir.metrics.microprofile.",
        "org.eclipse.microprofile.health.., dev.weir.health.microprofile.",
        "io.micrometer.., dev.weir.metrics.micrometer.",
        "org.HdrHistogram.., dev.weir.metrics.RecentTimes dev.weir.monitor.request.ResponseTimes",
    })
    void library_isUsed_whereItIsWrapped(String library, String wrappers) {
        noClasses()
                .that(describe(
                        "are not called " + wrappers + "...",
                        type -> words(wrappers).stream().noneMatch(type.getName()::startsWith)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(WEIR);
    }

    @Test
    void database_isUsed_byPersistenceAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.weir.database")
                .and()
                .doNotHaveFullyQualifiedName("dev.weir.store.cluster.Persistence")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.weir.database")
                .check(WEIR);
    }

    @Test
    void config_ofTheStore_usesTheSettingsAlone() {
        noClasses()
                .that()
                .resideInAPackage("dev.weir.config")
                .should()
                .dependOnClassesThat(describe(
                        "are of the store but not its settings",
                        type -> type.getPackageName().equals("dev.weir.store")
                                && !belongToAnyOf(StoreSettings.class).test(type)))
                .check(WEIR);
    }

    @Test
    void clock_isRead_inTheWiringAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.weir.runtime")
                .should()
                .accessTargetWhere(describe("reads a clock", ArchitectureTest::readsAClock))
                .check(WEIR);
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

    @Test
    void standardStreams_areUsed_byNobody() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(WEIR);
    }

    /** Beyond what the platform instantiates, and what applications see. */
    @Test
    void publicTypes_ofTheInside_areThoseThatAnotherPackageUses() {
        Set<String> needless = new TreeSet<>();
        for (JavaClass type : WEIR) {
            boolean inside = !Set.of(ROOT, whole("servlet"), whole("rest"), whole("cdi"), whole("openapi"))
                    .contains(type.getPackageName());
            if (inside && type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC)) {
                boolean used = type.getDirectDependenciesToSelf().stream()
                        .anyMatch(dependency ->
                                !dependency.getOriginClass().getPackageName().equals(type.getPackageName()));
                if (!used) {
                    needless.add(type.getName());
                }
            }
        }
        // tests of other packages open stores and count in the local one, the simulator steps attempts; the properties
        // are documented; the configuration of a server names the formatter; other jars of Weir find modules
        assertThat(needless)
                .isSubsetOf(
                        "dev.weir.config.Property",
                        "dev.weir.log.JsonFormatter",
                        "dev.weir.runtime.ModuleRuntimes",
                        "dev.weir.runtime.Stores",
                        "dev.weir.spi.Modules",
                        "dev.weir.spi.ValueReader",
                        "dev.weir.store.cluster.Attempt",
                        "dev.weir.store.memory.LocalStore");
    }

    private static String whole(String name) {
        return List.of("", "''", "root").contains(name) ? ROOT : ROOT + "." + name;
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }
}
