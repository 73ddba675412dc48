/** The demonstration, and tests of the example application on real servers and in a real browser. */
package dev.weir.example;
