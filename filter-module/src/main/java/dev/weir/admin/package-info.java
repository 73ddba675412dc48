/**
 * The servlet by which an application is administered while it runs: who may ask, how requests are read and answered.
 * What it answers is in {@code resource}.
 */
@NullMarked
package dev.weir.admin;

import org.jspecify.annotations.NullMarked;
