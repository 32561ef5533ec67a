package dev.sluice.producer.api;

import dev.sluice.http.Problem;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Counts the requests that were refused as a whole. */
public class RefusalCounting {
    private final OrderCounters counters;

    RefusalCounting(OrderCounters counters) {
        this.counters = counters;
    }

    /** Looks at every answer on its way out; orders that a problem names have been counted one by one. */
    @ServerResponseFilter
    public void count(ContainerResponseContext answer) {
        if (answer.getEntity() instanceof Problem problem
                && !problem.extensions().containsKey("id")
                && !problem.extensions().containsKey("results")) {
            counters.refused(problem.type());
        }
    }
}
