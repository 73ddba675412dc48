package dev.weir.metrics;

import java.util.List;

/**
 * Something that is measured outside of this package and shown with the rest. For use by one thread after the other.
 */
@FunctionalInterface
public interface SeriesSource {

    /** The series that there are now and that were not returned before; few of all that there will ever be. */
    List<Series> more();
}
