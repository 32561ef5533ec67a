package dev.sluice.producer.api;

import dev.sluice.http.Problem;
import dev.sluice.http.ProblemException;
import dev.sluice.http.ProblemType;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses what the framework lets through: no content type at all, and another charset than UTF-8. Which types a path
 * takes is said at its method.
 */
public class ContentTypeCheck {
    private static final String UTF_8 = "utf-8";

    /**
     * Runs before a method is looked for: where several differ by what they consume, the framework reads the header for that
     * and fails over one that it can't read.
     */
    @ServerRequestFilter(preMatching = true, nonBlocking = true)
    public void parse(ContainerRequestContext request) {
        List<String> values = request.getHeaders().get(HttpHeaders.CONTENT_TYPE);
        if (values != null) {
            values.forEach(ContentTypeCheck::mediaType);
        }
    }

    /** Runs for every request that has found its method, before its body is read. */
    @ServerRequestFilter(nonBlocking = true)
    public void check(ContainerRequestContext request) {
        if (!HttpMethod.POST.equals(request.getMethod())) {
            return;
        }
        List<String> values = request.getHeaders().get(HttpHeaders.CONTENT_TYPE);
        if (values == null || values.size() != 1) {
            throw unsupported("Content-Type must be given, once");
        }
        String charset = mediaType(values.get(0)).getParameters().get(MediaType.CHARSET_PARAMETER);
        if (charset != null && !UTF_8.equalsIgnoreCase(charset)) {
            throw unsupported("The body must be in UTF-8, whatever JSON it holds (RFC 8259, 8.1)");
        }
    }

    private static MediaType mediaType(String value) {
        try {
            return MediaType.valueOf(value);
        } catch (IllegalArgumentException e) {
            throw unsupported("Content-Type is not a media type");
        }
    }

    private static ProblemException unsupported(String detail) {
        return new ProblemException(Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, detail));
    }
}
