/** The deployment's scripts, run with the real az against a stand-in for Azure. */
package dev.sluice.azure;
