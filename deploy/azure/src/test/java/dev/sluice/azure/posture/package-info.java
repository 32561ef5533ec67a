/** What must be true of a deployment, as named invariants on the bodies that the scripts put. */
package dev.sluice.azure.posture;
