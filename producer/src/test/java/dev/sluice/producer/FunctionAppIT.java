package dev.sluice.producer;

import dev.sluice.testkit.FunctionAppContract;

/** producer's zip. */
class FunctionAppIT extends FunctionAppContract {}
