package dev.weir.it.openapi;

import dev.weir.openapi.LimitedOperationsFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/** A filter of the application, which has ours called too. */
public class OwnFilter implements OASFilter {

    @Override
    public void filterOpenAPI(OpenAPI document) {
        new LimitedOperationsFilter().filterOpenAPI(document);
        document.getPaths().addPathItem("/added", OASFactory.createPathItem());
    }
}
