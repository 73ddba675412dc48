package dev.weir.outbound;

import dev.weir.planted.UnitFaultsContract;

/** The faults of this module. */
class UnitFaultsTest extends UnitFaultsContract {}
