package dev.weir.store.grid;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import javax.cache.Cache;

/** The ids of all counters, one cache after the other. For use by one thread. */
final class CounterIds implements Iterator<String> {

    private final Iterator<CacheSettings> caches;
    private final Function<CacheSettings, Iterator<Cache.Entry<String, String>>> entries;
    private Iterator<Cache.Entry<String, String>> present = Collections.emptyIterator();

    /**
     * Those of {@code caches}, as far as these hold counters.
     *
     * @param entries the entries of a cache
     */
    CounterIds(
            Collection<CacheSettings> caches, Function<CacheSettings, Iterator<Cache.Entry<String, String>>> entries) {
        this.caches = caches.stream()
                .filter(each -> each.holdsCounters() && !each.equals(CacheSettings.SLOTS))
                .sorted(Comparator.comparing(CacheSettings::name))
                .iterator();
        this.entries = entries;
    }

    @Override
    public boolean hasNext() {
        while (!present.hasNext() && caches.hasNext()) {
            present = entries.apply(caches.next());
        }
        return present.hasNext();
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return present.next().getKey();
    }
}
