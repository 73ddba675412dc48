/** The gateway that a newcomer starts with one command. */
package dev.weir.gateway.demo;
