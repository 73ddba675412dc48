package dev.weir.it.conformance.web;

import jakarta.ws.rs.Path;

/** Inherits all. */
@Path("customers")
public class CustomersResource extends CrudResource<String> {}
