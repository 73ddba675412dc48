package dev.weir.outbound.settings;

/**
 * What becomes of the rate when the other side refuses a call. Immutable.
 *
 * @param share what is left of it, above zero
 * @param recover how much of the whole rate each clean window gives back, above zero
 */
public record TightenSettings(Portion share, Portion recover) {}
