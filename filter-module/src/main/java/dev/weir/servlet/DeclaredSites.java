package dev.weir.servlet;

import dev.weir.config.Declaration;
import dev.weir.runtime.Bootstrap;
import dev.weir.runtime.WeirApplications;
import dev.weir.site.ContainerSites;
import dev.weir.site.RateLimitedAnnotations;
import dev.weir.site.ResourceMethods;
import dev.weir.site.UnsupportedSites;
import java.lang.reflect.AnnotatedElement;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The declarations of all annotations, with the defects of those that cannot take effect. Immutable.
 *
 * @param limitLocators whether one of them is on a sub-resource locator
 */
record DeclaredSites(Set<Declaration> declarations, boolean limitLocators) {

    private static final System.Logger LOG = System.getLogger(DeclaredSites.class.getName());

    /**
     * Returns the sites of one application.
     *
     * @param reported the classes that the container found; Tomcat checks types only, not methods
     * @param application its class loader
     */
    static DeclaredSites read(Set<Class<?>> reported, ApplicationClasses classes, ClassLoader application) {
        Optional<Bootstrap> cdi = WeirApplications.announced(application);
        Set<Class<?>> types = new TreeSet<>(Comparator.comparing(Class::getName));
        types.addAll(reported);
        if (!reported.contains(AnnotatedMethodSample.class)) {
            types.addAll(classes.annotated());
        }
        cdi.ifPresent(each -> types.addAll(each.annotated()));
        types.remove(AnnotatedMethodSample.class);

        Set<AnnotatedElement> intercepted = cdi.map(Bootstrap::intercepted).orElse(Set.of());
        UnsupportedSites unlimited = new UnsupportedSites(intercepted, classes::below);
        Set<Declaration> declarations = new LinkedHashSet<>();
        Set<String> refused = cdi.stream()
                .flatMap(each -> each.allDeclarations().stream())
                .filter(each -> each.defect().isPresent())
                .map(Declaration::site)
                .collect(Collectors.toSet());
        for (Class<?> type : types) {
            if (!type.isAnnotation()) {
                declarations.addAll(RateLimitedAnnotations.declarations(type));
            }
            if (UnsupportedSites.isUnselected(type, intercepted)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "@RateLimited on " + type.getName() + ": limits nothing, the alternative is not selected");
            } else {
                unlimited.of(type).stream()
                        .filter(each -> !refused.contains(each.site()))
                        .forEach(declarations::add);
                declarations.addAll(ContainerSites.defects(type));
            }
        }
        return new DeclaredSites(declarations, types.stream().anyMatch(ResourceMethods::hasLimitedLocator));
    }
}
