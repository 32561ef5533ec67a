/** What Azure Resource Manager knows: routes, API versions and models, read from the official SDK's jars. Knows nobody. */
package dev.sluice.azure.catalog;
