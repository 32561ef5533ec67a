/** Starts the deployment's scripts: as a dry run, or with the real az against the stand-in. */
package dev.sluice.azure.scripts;
