package dev.sluice.producer;

import dev.sluice.testkit.NativeArgumentsContract;

/** producer's native build, where only its sources are made (-Dnative -Dquarkus.native.sources-only=true). */
class NativeArgumentsCheck extends NativeArgumentsContract {}
