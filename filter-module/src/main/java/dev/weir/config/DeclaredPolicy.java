package dev.weir.config;

import java.util.List;

/**
 * What sites declare of one policy. Immutable.
 *
 * @param declarations all that name the policy
 */
record DeclaredPolicy(String name, List<Declaration> declarations) {

    /**
     * Whether the declarations agree. Two sites that declare different attributes of one policy, or whose derived names
     * are equal by accident, are a problem, which is added.
     */
    boolean agrees(Problems problems) {
        List<Declaration> declaring = declarations.stream()
                .filter(declaration -> declaration.derived()
                        || !declaration.attributes().isEmpty()
                        || declaration.resolver().isPresent())
                .toList();
        for (Declaration one : declaring) {
            Declaration first = declaring.get(0);
            if (!one.equals(first) && !isSame(one, first)) {
                problems.add(
                        one.site(),
                        "policy \"" + name + "\" is declared differently by " + first.site()
                                + "; give one of them another name");
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(Declaration one, Declaration other) {
        return one.attributes().equals(other.attributes())
                && one.resolver().equals(other.resolver())
                && !one.derived()
                && !other.derived();
    }
}
