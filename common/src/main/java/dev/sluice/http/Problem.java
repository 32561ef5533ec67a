package dev.sluice.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Problem details (RFC 9457, section 3).
 *
 * @param type the kind of problem, stable across releases; see {@link ProblemType}
 * @param title the kind in words
 * @param status the HTTP status code
 * @param detail what is wrong with this request, and what to do about it
 * @param extensions further members, by name, such as {@code violations} or {@code retryWith}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(additionalProperties = Object.class)
public record Problem(
        URI type,
        String title,
        int status,
        String detail,
        @JsonAnyGetter @Schema(hidden = true) Map<String, Object> extensions) {
    /** The media type of every problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** A problem of one kind, without further members. */
    public static Problem of(ProblemType type, String detail) {
        return new Problem(type.uri(), type.title(), type.status(), detail, Map.of());
    }

    /** The same problem with one more member. */
    public Problem with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(extensions);
        more.put(member, value);
        return new Problem(type, title, status, detail, more);
    }
}
