package dev.weir.config;

import java.util.List;
import java.util.Set;

/**
 * What of a configuration can be used: all but the policies that have a problem. Immutable.
 *
 * @param settings without these policies
 * @param leftOut the names of these policies
 * @param problems one line for each problem; empty if the whole configuration can be used
 */
public record SoundSettings(Settings settings, Set<String> leftOut, List<String> problems) {

    public SoundSettings {
        leftOut = Set.copyOf(leftOut);
        problems = List.copyOf(problems);
    }

    /** Whether {@code property} is one of a policy that is left out. */
    public boolean leavesOut(String property) {
        return Property.OfPolicy.policyOf(property).filter(leftOut::contains).isPresent();
    }
}
