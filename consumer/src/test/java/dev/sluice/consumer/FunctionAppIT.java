package dev.sluice.consumer;

import dev.sluice.testkit.FunctionAppContract;

/** consumer's zip. */
class FunctionAppIT extends FunctionAppContract {}
