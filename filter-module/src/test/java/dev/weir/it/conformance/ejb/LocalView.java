package dev.weir.it.conformance.ejb;

import jakarta.ejb.Local;

/** The view of a bean. */
@Local
public interface LocalView {

    String limited();

    String free();
}
