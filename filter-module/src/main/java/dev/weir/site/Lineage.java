package dev.weir.site;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A type, its superclasses, then all their interfaces. It also finds the methods that a method overrides or implements,
 * including those whose parameter types differ because of type parameters. Of classes that CDI or the compiler
 * generates, such as the class of a lambda expression, it contains the interfaces only. Immutable.
 */
public final class Lineage {

    private final List<Class<?>> types;
    private final Map<TypeVariable<?>, Type> arguments = new HashMap<>();

    private Lineage(Class<?> type) {
        this.types = new ArrayList<>();
        List<Class<?>> generated = new ArrayList<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            bind(each.getGenericSuperclass());
            (isGenerated(each) ? generated : types).add(each);
        }
        for (int i = 0; i < types.size(); i++) {
            addInterfaces(types.get(i));
        }
        int inherited = types.size();
        generated.forEach(this::addInterfaces);
        for (int i = inherited; i < types.size(); i++) {
            addInterfaces(types.get(i));
        }
    }

    private void addInterfaces(Class<?> type) {
        for (Type each : type.getGenericInterfaces()) {
            bind(each);
        }
        for (Class<?> each : type.getInterfaces()) {
            if (!types.contains(each)) {
                types.add(each);
            }
        }
    }

    /** The lineage of {@code type}. */
    public static Lineage of(Class<?> type) {
        return new Lineage(type);
    }

    private static boolean isGenerated(Class<?> type) {
        // a class nested in a class of the application may have such a name as well
        return type.isSynthetic() || (type.getName().contains("$$") && !type.isMemberClass());
    }

    /** The types, nearest first. */
    public List<Class<?>> types() {
        return List.copyOf(types);
    }

    /** {@code method} and all methods that it overrides or implements, nearest first. */
    public List<Method> overridden(Method method) {
        return types.stream().flatMap(each -> declaredBy(each, method).stream()).toList();
    }

    /** The method of {@code ancestor} that is {@code method}, or that {@code method} overrides or implements. */
    Optional<Method> declaredBy(Class<?> ancestor, Method method) {
        Method called = unbridged(method);
        return Arrays.stream(ancestor.getDeclaredMethods())
                .filter(each -> !each.isBridge() && isSameOrOverridden(each, called))
                .findFirst();
    }

    private boolean isSameOrOverridden(Method declared, Method method) {
        if (!declared.getName().equals(method.getName())
                || declared.getParameterCount() != method.getParameterCount()) {
            return false;
        }
        if (declared.getDeclaringClass() == method.getDeclaringClass()) {
            return declared.equals(method);
        }
        return isVirtual(declared) && isVirtual(method) && Arrays.equals(parameters(declared), parameters(method));
    }

    /** The method to which a bridge method delegates. */
    private static Method unbridged(Method method) {
        return !method.isBridge()
                ? method
                : Arrays.stream(method.getDeclaringClass().getDeclaredMethods())
                        .filter(each -> !each.isBridge() && each.getName().equals(method.getName()))
                        .filter(each -> takes(each, method.getParameterTypes()))
                        .findFirst()
                        .orElse(method);
    }

    private static boolean isVirtual(Method method) {
        return !Modifier.isPrivate(method.getModifiers()) && !Modifier.isStatic(method.getModifiers());
    }

    /**
     * Whether a bridge method with the parameters {@code wider} can delegate to {@code declared}, whose parameters are
     * narrower.
     */
    private static boolean takes(Method declared, Class<?>[] wider) {
        Class<?>[] own = declared.getParameterTypes();
        if (own.length != wider.length) {
            return false;
        }
        for (int i = 0; i < own.length; i++) {
            if (!wider[i].isAssignableFrom(own[i])) {
                return false;
            }
        }
        return true;
    }

    private Class<?>[] parameters(Method method) {
        return Arrays.stream(method.getGenericParameterTypes())
                .map(each -> erasure(each, 0))
                .toArray(Class<?>[]::new);
    }

    private void bind(Type supertype) {
        if (supertype instanceof ParameterizedType parameterized
                && parameterized.getRawType() instanceof Class<?> raw) {
            TypeVariable<?>[] variables = raw.getTypeParameters();
            for (int i = 0; i < variables.length; i++) {
                arguments.put(variables[i], parameterized.getActualTypeArguments()[i]);
            }
        }
    }

    /** The erasure of {@code type}, with the type arguments of this lineage. */
    private Class<?> erasure(Type type, int depth) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType parameterized) {
            return erasure(parameterized.getRawType(), depth);
        }
        if (type instanceof GenericArrayType array) {
            return erasure(array.getGenericComponentType(), depth).arrayType();
        }
        if (type instanceof WildcardType wildcard) {
            return erasure(wildcard.getUpperBounds()[0], depth);
        }
        // through a raw type, a variable can be bound to itself
        if (type instanceof TypeVariable<?> variable && depth < types.size() + arguments.size()) {
            Type argument = arguments.get(variable);
            return erasure(argument == null ? variable.getBounds()[0] : argument, depth + 1);
        }
        return Object.class;
    }
}
