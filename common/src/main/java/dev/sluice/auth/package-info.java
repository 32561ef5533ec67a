/**
 * Who may come in: whether callers are asked for a token, and what a good one is. Called by the framework for every request
 * before anything else looks at it; the services' resources say with {@code @RolesAllowed} which of {@link
 * dev.sluice.auth.Roles} they want.
 */
package dev.sluice.auth;
