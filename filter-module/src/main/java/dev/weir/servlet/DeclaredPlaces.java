package dev.weir.servlet;

import dev.weir.config.AnnotatedPlaces;
import dev.weir.config.Declaration;
import dev.weir.place.ContainerPlaces;
import dev.weir.place.ResourceMethods;
import dev.weir.place.UnlimitedPlaces;
import dev.weir.runtime.Surroundings;
import dev.weir.runtime.WeirRuntime;
import java.lang.reflect.AnnotatedElement;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What annotations declare, wherever they stand, and which of them cannot hold. Immutable.
 *
 * @param limitLocators whether one of them is on a sub-resource locator
 */
record DeclaredPlaces(Set<Declaration> declarations, boolean limitLocators) {

    private static final System.Logger LOG = System.getLogger(DeclaredPlaces.class.getName());

    /**
     * The places of one application.
     *
     * @param reported what the container found; Tomcat looks at types alone, not at methods
     * @param application its class loader
     */
    static DeclaredPlaces read(Set<Class<?>> reported, ApplicationClasses classes, ClassLoader application) {
        Optional<Surroundings> cdi = WeirRuntime.announced(application);
        Set<Class<?>> types = new TreeSet<>(Comparator.comparing(Class::getName));
        types.addAll(reported);
        if (!reported.contains(AnnotatedMethodSample.class)) {
            types.addAll(classes.annotated());
        }
        cdi.ifPresent(each -> types.addAll(each.annotated()));
        types.remove(AnnotatedMethodSample.class);

        Set<AnnotatedElement> intercepted = cdi.map(Surroundings::intercepted).orElse(Set.of());
        UnlimitedPlaces unlimited = new UnlimitedPlaces(intercepted, classes::below);
        Set<Declaration> declarations = new LinkedHashSet<>();
        Set<String> refused = cdi.stream()
                .flatMap(each -> each.allDeclarations().stream())
                .filter(each -> each.defect().isPresent())
                .map(Declaration::place)
                .collect(Collectors.toSet());
        for (Class<?> type : types) {
            if (!type.isAnnotation()) {
                declarations.addAll(AnnotatedPlaces.declarations(type));
            }
            if (UnlimitedPlaces.isUnselected(type, intercepted)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "@RateLimited on " + type.getName() + ": limits nothing, the alternative is not selected");
            } else {
                unlimited.of(type).stream()
                        .filter(each -> !refused.contains(each.place()))
                        .forEach(declarations::add);
                declarations.addAll(ContainerPlaces.defects(type));
            }
        }
        return new DeclaredPlaces(declarations, types.stream().anyMatch(ResourceMethods::hasLimitedLocator));
    }
}
