package dev.sluice.consumer.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sluice.consumer.parking.Action;
import dev.sluice.consumer.parking.PageMark;
import dev.sluice.consumer.parking.ParkedKey;
import dev.sluice.consumer.parking.ParkingConfig;
import dev.sluice.consumer.parking.ParkingTask;
import dev.sluice.consumer.parking.Selection;
import dev.sluice.http.Problem;
import dev.sluice.http.ProblemException;
import dev.sluice.http.ProblemType;
import dev.sluice.messaging.JsonFault;
import dev.sluice.messaging.OrderJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what callers of {@link ParkedResource} want; whatever is unclear is refused, for much may hang on it. */
@ApplicationScoped
public class ParkingRequests {
    private static final int MAX_BYTES = 256 << 10;
    private static final int MAX_MESSAGES = 1000;
    private static final int MAX_RATE = 1000;
    private static final int MAX_PAGE = 500;
    private static final int MAX_TEXT = 256;
    private static final int MAX_COMMENT = 200;
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("[0-9]{1,9}[smhd]");
    private static final Duration LONGEST = Duration.ofDays(36500);
    private static final Set<String> STATES = Set.of("parked", "replaying", "replayed", "discarded");

    private final ParkingConfig config;

    ParkingRequests(ParkingConfig config) {
        this.config = config;
    }

    /** The request in {@code body}. */
    ParkingRequest read(byte[] body) {
        if (body.length > MAX_BYTES) {
            throw new ProblemException(
                    Problem.of(ProblemType.TOO_LARGE, "The body may have %d bytes".formatted(MAX_BYTES)));
        }
        try {
            ParkingRequest request = OrderJson.read(OrderJson.utf8(body), ParkingRequest.class);
            if (request == null) {
                throw malformed("the body must be one JSON object");
            }
            return request;
        } catch (CharacterCodingException e) {
            throw malformed("the body is not UTF-8");
        } catch (JsonProcessingException e) {
            JsonFault fault = JsonFault.of(e);
            throw fault.malformed() ? malformed(fault.text()) : refused(fault.text());
        }
    }

    /** What {@code request} asks for. */
    ParkingTask task(Action action, ParkingRequest request, String requestedBy) {
        int rate = request.rate() == null ? config.defaultRate() : request.rate();
        require(rate >= 1 && rate <= MAX_RATE, "rate must be from 1 to " + MAX_RATE);
        require(
                request.comment() == null || request.comment().length() <= MAX_COMMENT,
                "comment must have at most %d characters".formatted(MAX_COMMENT));
        boolean force = Boolean.TRUE.equals(request.force());
        require(!force || action == Action.REPLAY, "force is for replay only");
        return new ParkingTask(action, selection(request), rate, force, request.comment(), requestedBy);
    }

    private static Selection selection(ParkingRequest request) {
        require(
                (request.messages() == null) != (request.filter() == null),
                "exactly one of messages and filter must be given; an empty filter means every parked message");
        if (request.filter() != null) {
            ParkedFilter filter = request.filter();
            return selection(filter.reason(), filter.subject(), filter.olderThan());
        }
        List<ParkedKey> keys = request.messages();
        require(
                !keys.isEmpty() && keys.size() <= MAX_MESSAGES,
                "messages must have from 1 to %d elements".formatted(MAX_MESSAGES));
        for (ParkedKey key : keys) {
            require(
                    key != null && key.namespace() != null && key.sequenceNumber() != 0,
                    "each of messages must have namespace and sequenceNumber");
            text("namespace", key.namespace());
        }
        return new Selection(null, null, Instant.now(), keys.stream().distinct().toList());
    }

    /** Never without an end: what is parked from now on is not meant. */
    static Selection selection(String reason, String subject, String olderThan) {
        text("reason", reason);
        text("subject", subject);
        Duration age = olderThan == null ? Duration.ZERO : duration(olderThan);
        return new Selection(reason, subject, Instant.now().minus(age), null);
    }

    static String state(String state) {
        require(state == null || STATES.contains(state), "state must be one of " + String.join(", ", sorted()));
        return state == null ? "parked" : state;
    }

    static Optional<PageMark> after(String after) {
        Optional<PageMark> mark = after == null ? Optional.empty() : PageMark.parse(after);
        require(after == null || mark.isPresent(), "after must be what a page has given as next");
        return mark;
    }

    static int limit(String limit) {
        boolean number = limit == null || limit.matches("[1-9][0-9]{0,2}") && Integer.parseInt(limit) <= MAX_PAGE;
        require(number, "limit must be from 1 to " + MAX_PAGE);
        return limit == null ? 50 : Integer.parseInt(limit);
    }

    private static List<String> sorted() {
        return STATES.stream().sorted().toList();
    }

    private static Duration duration(String text) {
        try {
            String upper = text.toUpperCase(Locale.ROOT);
            Duration duration = NUMBER_AND_UNIT.matcher(text).matches()
                    ? Duration.parse(text.endsWith("d") ? "P" + upper : "PT" + upper)
                    : Duration.parse(text);
            require(
                    !duration.isNegative() && duration.compareTo(LONGEST) <= 0,
                    "olderThan must be from 0 to %d days".formatted(LONGEST.toDays()));
            return duration;
        } catch (DateTimeException e) {
            throw refused("olderThan must be a duration such as PT1H30M, 90m or 7d");
        }
    }

    private static void text(String field, String value) {
        require(
                value == null || value.length() <= MAX_TEXT && value.indexOf('\0') < 0,
                "%s must have at most %d characters, and no NUL".formatted(field, MAX_TEXT));
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw refused(what);
        }
    }

    private static ProblemException refused(String what) {
        return new ProblemException(Problem.of(ProblemType.INVALID_PARKING_REQUEST, what));
    }

    private static ProblemException malformed(String what) {
        return new ProblemException(Problem.of(ProblemType.MALFORMED_JSON, what));
    }
}
