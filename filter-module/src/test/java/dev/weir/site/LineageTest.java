package dev.weir.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineageTest {

    interface Crud<T> {
        void create(T item);

        void createAll(List<T> items);

        void each(T[] items);
    }

    interface Keyed<K, V extends Number> extends Crud<Map<K, V>> {
        void put(K key, V value);
    }

    abstract static class Store<A> implements Keyed<A, Integer> {
        @Override
        public void put(A key, Integer value) {}

        private void hidden(String text) {}

        static void ofClass(String text) {}
    }

    static class Words extends Store<String> {
        @Override
        public void create(Map<String, Integer> item) {}

        public void create(String other) {}

        @Override
        public void createAll(List<Map<String, Integer>> items) {}

        @Override
        public void each(Map<String, Integer>[] items) {}

        @Override
        public void put(String key, Integer value) {}

        void hidden(String text) {}
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    static class Raw implements Crud {
        @Override
        public void create(Object item) {}

        @Override
        public void createAll(List items) {}

        @Override
        public void each(Object[] items) {}
    }

    static class Bounded {
        <T extends Comparable<T>> void any(T item) {}
    }

    static class BoundedBelow extends Bounded {
        @Override
        <T extends Comparable<T>> void any(T item) {}
    }

    interface Named {
        default String name() {
            return "";
        }
    }

    interface Finder<T> extends Named {
        T find(T text);
    }

    static class $Nested implements Named {}

    @Test
    void types_areTheClassItsSuperclassesThenInterfaces() {
        assertThat(Lineage.of(Words.class).types()).containsExactly(Words.class, Store.class, Keyed.class, Crud.class);
    }

    @Test
    void types_ofALambda_areItsInterfaces() {
        Finder<String> lambda = text -> text;
        Class<?> generated = lambda.getClass();
        assertThat(Lineage.of(generated).types()).containsExactly(Finder.class, Named.class);
        assertThat(owners(generated, "find", Object.class)).containsExactly(Finder.class);
    }

    @Test
    void types_nestedClassWithADollarInItsName_isThatClass() {
        assertThat(Lineage.of($Nested.class).types()).startsWith($Nested.class);
    }

    @Test
    void overridden_throughTypeParameters_isFoundAtEveryLevel() {
        assertThat(owners(Words.class, "put", String.class, Integer.class))
                .containsExactly(Words.class, Store.class, Keyed.class);
        assertThat(owners(Words.class, "create", Map.class)).containsExactly(Words.class, Crud.class);
        assertThat(owners(Words.class, "createAll", List.class)).containsExactly(Words.class, Crud.class);
        assertThat(owners(Words.class, "each", Map[].class)).containsExactly(Words.class, Crud.class);
        assertThat(owners(BoundedBelow.class, "any", Comparable.class))
                .containsExactly(BoundedBelow.class, Bounded.class);
    }

    @Test
    void overridden_bridge_isTheMethodThatItCalls() {
        Method bridge = Arrays.stream(Words.class.getDeclaredMethods())
                .filter(each -> each.isBridge() && each.getName().equals("put"))
                .findFirst()
                .orElseThrow();
        assertThat(Lineage.of(Words.class).overridden(bridge))
                .extracting(Method::getDeclaringClass)
                .contains(Words.class, Keyed.class);
    }

    @Test
    void overridden_rawSupertype_isFound() {
        assertThat(owners(Raw.class, "create", Object.class)).containsExactly(Raw.class, Crud.class);
        assertThat(owners(Raw.class, "each", Object[].class)).containsExactly(Raw.class, Crud.class);
    }

    @Test
    void overridden_overloadPrivateOrStatic_isAnotherMethod() {
        assertThat(owners(Words.class, "create", String.class)).containsExactly(Words.class);
        assertThat(owners(Words.class, "hidden", String.class)).containsExactly(Words.class);
        assertThat(owners(Store.class, "ofClass", String.class)).containsExactly(Store.class);
    }

    private static List<Class<?>> owners(Class<?> type, String name, Class<?>... parameters) {
        try {
            return Lineage.of(type).overridden(type.getDeclaredMethod(name, parameters)).stream()
                    .<Class<?>>map(Method::getDeclaringClass)
                    .toList();
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
