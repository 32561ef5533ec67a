/**
 * Dev Services for both applications: the Service Bus emulator and, where there is a datasource, PostgreSQL, started in
 * this JVM before the application. Quarkus calls in, through the build steps of {@link
 * dev.sluice.devservices.deployment.LocalServicesProcessor}.
 */
package dev.sluice.devservices.deployment;
