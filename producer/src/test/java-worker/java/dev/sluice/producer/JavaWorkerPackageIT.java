package dev.sluice.producer;

import dev.sluice.testkit.JavaWorkerPackageContract;

/** producer's package for the Java worker. */
class JavaWorkerPackageIT extends JavaWorkerPackageContract {}
