package dev.sluice.producer.api;

import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** A 405 must say what is allowed (RFC 9110, section 15.5.6), and the framework doesn't. Every path here takes POST. */
public class AllowedMethods {
    /** Completes a 405 on its way out. */
    @ServerResponseFilter
    public void allow(ContainerResponseContext answer) {
        if (answer.getStatus() == Response.Status.METHOD_NOT_ALLOWED.getStatusCode()) {
            answer.getHeaders().putSingle(HttpHeaders.ALLOW, "POST, OPTIONS");
        }
    }
}
