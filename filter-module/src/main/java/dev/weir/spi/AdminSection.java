package dev.weir.spi;

import java.util.List;
import java.util.function.Supplier;

/**
 * What a module shows to those who operate the application: a table, at {@code GET sections} of the administration.
 * Immutable.
 *
 * @param name {@code [a-z][a-z0-9-]*}
 * @param title a word or two
 * @param columns the heads of the columns; the first names a row
 * @param rows the present rows, from memory, each with a cell for every column
 */
public record AdminSection(String name, String title, List<String> columns, Supplier<List<List<String>>> rows) {

    public AdminSection {
        columns = List.copyOf(columns);
    }
}
