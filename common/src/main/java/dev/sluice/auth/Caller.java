package dev.sluice.auth;

import java.util.Set;

/**
 * Who a good token was given to.
 *
 * @param subject the claim {@code sub}: the same caller has the same one in every token of the issuer
 * @param roles which of {@link Roles} it has
 */
record Caller(String subject, Set<String> roles) {}
