package dev.sluice.consumer;

import dev.sluice.testkit.NativeArgumentsContract;

/** consumer's native build, where only its sources are made (-Dnative -Dquarkus.native.sources-only=true). */
class NativeArgumentsCheck extends NativeArgumentsContract {}
