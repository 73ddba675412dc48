package dev.weir.gateway;

import dev.weir.planted.UnitFaultsContract;

/** The faults of this module. */
class UnitFaultsTest extends UnitFaultsContract {}
