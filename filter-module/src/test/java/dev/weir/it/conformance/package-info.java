/**
 * One application that holds every kind of place where a limit can stand, and what happens there. Each package below is
 * a part of it that another server can go without.
 */
package dev.weir.it.conformance;
