package dev.weir.planted;

/** The faults of this module. */
class UnitFaultsTest extends UnitFaultsContract {}
