package dev.sluice.auth;

import dev.sluice.http.CustomHandler;
import dev.sluice.http.Problem;
import dev.sluice.http.ProblemAnswer;
import dev.sluice.http.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out for each request who sends it, before it is routed to anything: resources, metrics, descriptions. What a caller
 * may do with a resource is asked there ({@code @RolesAllowed}); what is no resource is open to callers with any role.
 */
@ApplicationScoped
public class AccessGuard {
    /** Behind the framework's own place for this (200), whose identity is replaced, and before all that asks for one. */
    private static final int PRIORITY = 150;

    private static final Logger LOG = LoggerFactory.getLogger(AccessGuard.class);
    private static final Pattern HEALTH = Pattern.compile("/q/health(/(live|ready|started))?");
    /** How the Functions host hands over a message; what it forwards from outside has more than one part. */
    private static final Pattern INVOCATION = Pattern.compile("/[A-Za-z0-9_-]+");

    private static final Pattern BEARER = Pattern.compile("(?i)bearer +(\\S+)");
    private static final SecurityIdentity NOBODY = anonymous(Set.of());
    private static final SecurityIdentity ANYBODY = anonymous(Roles.ALL);
    private static final SecurityIdentity THE_HOST = anonymous(Set.of(Roles.HOST));

    /** What a request can be refused for here; counted from the start, so that a rate can be taken of each. */
    private static final List<ProblemType> REFUSALS =
            List.of(ProblemType.UNAUTHENTICATED, ProblemType.FORBIDDEN, ProblemType.SIGNING_KEYS_UNAVAILABLE);

    private final AuthChoice choice;
    private final CustomHandler handler;
    private final SigningKeys keys;
    private final MeterRegistry metrics;

    AccessGuard(AuthChoice choice, CustomHandler handler, SigningKeys keys, MeterRegistry metrics) {
        this.choice = choice;
        this.handler = handler;
        this.keys = keys;
        this.metrics = metrics;
        REFUSALS.forEach(this::counter);
    }

    void register(@Observes Filters filters) {
        boolean asked = choice.mode() == AuthMode.JWT;
        filters.register(asked ? this::ask : request -> admit(request, ANYBODY), PRIORITY);
    }

    private void ask(RoutingContext request) {
        String path = request.normalizedPath();
        if (HEALTH.matcher(path).matches()) {
            admit(request, NOBODY);
        } else if (isInvocation(request, path)) {
            admit(request, THE_HOST);
        } else {
            var token = BEARER.matcher(String.valueOf(request.request().getHeader(HttpHeaders.AUTHORIZATION)));
            if (token.matches()) {
                check(request, token.group(1));
            } else {
                refuse(request, ProblemType.UNAUTHENTICATED, "Bearer", "Send a token: Authorization: Bearer …");
            }
        }
    }

    /** Only the host reaches a process under it: {@link CustomHandler} has made sure that it listens on loopback. */
    private boolean isInvocation(RoutingContext request, String path) {
        return handler.isUnderHost()
                && request.request().method() == HttpMethod.POST
                && INVOCATION.matcher(path).matches();
    }

    private void check(RoutingContext request, String token) {
        TokenReader reader = keys.current();
        try {
            if (reader == null) {
                throw new UnknownKeyException(null);
            }
            admit(request, reader.read(token));
        } catch (UnknownKeyException e) {
            checkWithNewKeys(request, token);
        } catch (BadTokenException e) {
            refuse(request, e);
        }
    }

    /** The issuer may have begun to use another key. */
    private void checkWithNewKeys(RoutingContext request, String token) {
        CompletableFuture<TokenReader> refreshed = keys.refreshed();
        Context context = request.vertx().getOrCreateContext();
        request.request().pause();
        refreshed.whenComplete((reader, failure) -> context.runOnContext(ready -> {
            if (request.response().closed()) {
                return;
            }
            request.request().resume();
            if (reader == null) {
                refuse(request, ProblemType.SIGNING_KEYS_UNAVAILABLE, null, "The token can't be checked now");
                return;
            }
            try {
                admit(request, reader.read(token));
            } catch (UnknownKeyException | BadTokenException e) {
                refuse(request, e);
            }
        }));
    }

    private void admit(RoutingContext request, Caller caller) {
        if (caller.roles().isEmpty()) {
            refuse(request, ProblemType.FORBIDDEN, null, "The token gives none of the roles " + Roles.OF_CALLERS);
            return;
        }
        admit(
                request,
                QuarkusSecurityIdentity.builder()
                        .setPrincipal(caller::subject)
                        .addRoles(caller.roles())
                        .build());
    }

    private static void admit(RoutingContext request, SecurityIdentity identity) {
        QuarkusHttpUser.setIdentity(identity, request);
        request.next();
    }

    private void refuse(RoutingContext request, Exception why) {
        LOG.debug("a token is refused: {}", why.getMessage());
        refuse(
                request,
                ProblemType.UNAUTHENTICATED,
                "Bearer error=\"invalid_token\"",
                "The token is not valid here: it is expired, from another issuer, for another audience, or not signed"
                        + " by a key of the issuer");
    }

    private void refuse(RoutingContext request, ProblemType type, String challenge, String detail) {
        counter(type).increment();
        if (challenge != null) {
            request.response().putHeader("WWW-Authenticate", challenge);
        }
        if (type == ProblemType.SIGNING_KEYS_UNAVAILABLE) {
            request.response().putHeader("Retry-After", "10");
        }
        ProblemAnswer.send(request, Problem.of(type, detail));
    }

    private Counter counter(ProblemType reason) {
        return Counter.builder("sluice.auth.refused")
                .description("Requests without a token that lets them in")
                .tag("reason", reason.code())
                .register(metrics);
    }

    private static SecurityIdentity anonymous(Set<String> roles) {
        return QuarkusSecurityIdentity.builder()
                .setAnonymous(true)
                .addRoles(roles)
                .build();
    }
}
