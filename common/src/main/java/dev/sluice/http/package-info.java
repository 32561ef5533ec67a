/**
 * What both services tell an HTTP client when something is wrong: problem details (RFC 9457) with one stable type per
 * kind. Called by the services' {@code api} packages and, for what the framework itself refuses, by the framework. {@link
 * dev.sluice.http.CustomHandler} is what changes for a service whose only HTTP client is a Functions host.
 */
package dev.sluice.http;
