package dev.weir.it.conformance.faces;

import dev.weir.RateLimited;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;
import java.io.Serializable;

/** What the page {@code form.xhtml} shows. */
@Named
@ViewScoped
public class Form implements Serializable {

    private static final long serialVersionUID = 1L;

    @RateLimited(limit = "1/1h")
    public String limited() {
        return "view";
    }
}
