/**
 * A stand-in for Azure Resource Manager on loopback: resources as they are put, read back and deleted, states that take
 * their time, refusals and failures. Knows the catalog of Azure's operations; knows nothing of the scripts.
 */
package dev.sluice.azure.arm;
