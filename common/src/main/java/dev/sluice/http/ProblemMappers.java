package dev.sluice.http;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns every exception that leaves a resource into a problem answer; the framework finds the methods by annotation. */
public class ProblemMappers {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMappers.class);

    /** A problem that we raised ourselves. */
    @ServerExceptionMapper
    public RestResponse<Problem> problem(ProblemException e) {
        RestResponse.ResponseBuilder<Problem> answer = answer(e.problem());
        if (e.retryAfter() != null) {
            answer.header(HttpHeaders.RETRY_AFTER, Math.max(1, e.retryAfter().toSeconds()));
        }
        return answer.build();
    }

    /** A caller without the role that a resource wants. */
    @ServerExceptionMapper
    public RestResponse<Problem> forbidden(ForbiddenException e) {
        return answer(Problem.of(ProblemType.FORBIDDEN, "The caller's roles don't cover this request"))
                .build();
    }

    /** A caller who told nothing of himself. */
    @ServerExceptionMapper
    public RestResponse<Problem> unauthenticated(UnauthorizedException e) {
        return answer(Problem.of(ProblemType.UNAUTHENTICATED, "Send a token: Authorization: Bearer …"))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    /** What the framework refuses: no such path, method or media type. */
    @ServerExceptionMapper
    public RestResponse<Problem> framework(WebApplicationException e) {
        Response refused = e.getResponse();
        ProblemType type =
                switch (refused.getStatus()) {
                    case 404 -> ProblemType.NOT_FOUND;
                    case 405 -> ProblemType.METHOD_NOT_ALLOWED;
                    case 406 -> ProblemType.NOT_ACCEPTABLE;
                    case 413 -> ProblemType.TOO_LARGE;
                    case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
                    default -> refused.getStatus() < 500 ? ProblemType.BAD_REQUEST : null;
                };
        if (type == null) {
            return unexpected(e);
        }
        RestResponse.ResponseBuilder<Problem> answer = answer(Problem.of(type, type.title()));
        Object allowed = refused.getHeaders().getFirst(HttpHeaders.ALLOW);
        return (allowed == null ? answer : answer.header(HttpHeaders.ALLOW, allowed)).build();
    }

    /** A defect: the client gets a reference, the log gets the rest. */
    @ServerExceptionMapper
    public RestResponse<Problem> unexpected(Exception e) {
        String reference = UUID.randomUUID().toString();
        LOG.error("request failed, reference {}", reference, e);
        return answer(Problem.of(ProblemType.INTERNAL_ERROR, "The log has more under reference " + reference))
                .build();
    }

    private static RestResponse.ResponseBuilder<Problem> answer(Problem problem) {
        // By number: the framework's enumeration lacks 422, among others.
        return RestResponse.ResponseBuilder.<Problem>create(problem.status())
                .entity(problem)
                .type(Problem.MEDIA_TYPE);
    }
}
