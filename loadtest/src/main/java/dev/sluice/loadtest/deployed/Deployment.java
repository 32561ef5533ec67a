package dev.sluice.loadtest.deployed;

import java.net.URI;
import java.util.List;

/**
 * A system that runs somewhere, known by its addresses only.
 *
 * @param producers root addresses of producer; orders go to one after the other
 * @param credentials what lets requests in
 */
public record Deployment(List<URI> producers, Credentials credentials) {}
