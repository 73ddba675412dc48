package dev.weir.it.conformance.web;

import jakarta.ws.rs.Path;

/** Inherits all. */
@Path("invoices")
public class InvoicesResource extends CrudResource<String> {}
