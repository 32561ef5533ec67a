/**
 * The runtime half of the Dev Services extension: nothing happens at run time, so there is nothing here. An application
 * depends on this artifact and Quarkus finds the deployment half by it.
 */
package dev.sluice.devservices;
