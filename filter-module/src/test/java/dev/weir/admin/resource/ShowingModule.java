package dev.weir.admin.resource;

import dev.weir.spi.AdminSection;
import dev.weir.spi.ModuleConfiguration;
import dev.weir.spi.ModuleHost;
import dev.weir.spi.NamedProperties;
import dev.weir.spi.WeirModule;
import java.util.List;
import java.util.Set;

/**
 * Another jar of Weir that does nothing but show a table of two columns.
 *
 * @param rows the present rows, read at each look
 */
record ShowingModule(List<List<String>> rows) implements WeirModule {

    @Override
    public String name() {
        return "showing";
    }

    @Override
    public Set<String> properties(Set<String> policies, NamedProperties named) {
        return Set.of();
    }

    @Override
    public void configure(ModuleConfiguration configuration) {
        // there is nothing to read
    }

    @Override
    public AutoCloseable start(ModuleHost host) {
        host.show(new AdminSection("showing", "Things shown", List.of("thing", "count"), () -> rows));
        return () -> {};
    }
}
