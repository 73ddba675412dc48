package dev.weir.monitor.count;

import static dev.weir.monitor.count.Streams.sighting;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What sketches take of the heap, by a walk over their objects: 16 bytes for each, 4 for a reference. */
class SketchMemoryTest {

    private static final long MEGABYTE = 1_000_000;

    private static long bytes(Object root) throws IllegalAccessException {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>();
        open.add(root);
        seen.add(root);
        long bytes = 0;
        while (!open.isEmpty()) {
            Object next = open.remove();
            bytes += 16;
            Class<?> type = next.getClass();
            if (next instanceof String text) {
                bytes += 24 + text.length() * 2L;
            } else if (next instanceof Number) {
                bytes += 8;
            } else if (next instanceof Map<?, ?> map) {
                // a table that is at least half used, and an entry for each
                bytes += 32 + map.size() * (2 * 8L + 32);
                map.forEach((key, value) -> {
                    add(key, seen, open);
                    add(value, seen, open);
                });
            } else if (type.isArray()) {
                int length = Array.getLength(next);
                Class<?> component = type.getComponentType();
                bytes += length * (component.isPrimitive() ? size(component) : 4L);
                for (int i = 0; i < length && !component.isPrimitive(); i++) {
                    add(Array.get(next, i), seen, open);
                }
            } else {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        field.setAccessible(true);
                        bytes += field.getType().isPrimitive() ? size(field.getType()) : 4;
                        if (!field.getType().isPrimitive()) {
                            add(field.get(next), seen, open);
                        }
                    }
                }
            }
        }
        return bytes;
    }

    private static void add(Object value, Set<Object> seen, Deque<Object> open) {
        if (value != null && seen.add(value)) {
            open.add(value);
        }
    }

    private static long size(Class<?> primitive) {
        return primitive == long.class ? 8 : primitive == byte.class ? 1 : 4;
    }

    @Test
    void sketches_aThousandPoliciesOfAFewKeys_takeLessThanFourMegabytes() throws IllegalAccessException {
        Sketches sketches = new Sketches(0);
        for (int policy = 0; policy < 1_000; policy++) {
            for (int key = 0; key < 5; key++) {
                sketches.add("policy-" + policy, sighting("4:203.0.113." + key, 1));
            }
        }
        assertThat(bytes(sketches)).isBetween(MEGABYTE / 2, 4 * MEGABYTE);
    }

    @Test
    void sketch_hundredThousandLongKeys_takesLessThanTwoMegabytes() throws IllegalAccessException {
        SpaceSaving sketch = new SpaceSaving(Sketches.COUNTERS);
        for (int key = 0; key < 100_000; key++) {
            sketch.add(sighting("c:" + "x".repeat(115) + key, 1));
        }
        assertThat(sketch.size()).isEqualTo(Sketches.COUNTERS);
        assertThat(bytes(sketch)).isBetween(MEGABYTE / 10, MEGABYTE / 2);
    }
}
