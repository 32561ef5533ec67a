package dev.sluice.injector;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.Map;

/**
 * Each virtual user posts one order and goes. They come at their rate however long the answers take (an open model), and
 * share their connections, as the clients behind a gateway do. Gatling makes it, by its name.
 */
public final class OrderSimulation extends Simulation {
    private static final String NUMBER = "number";
    private static final String STATUS = "status";

    private static final String RETRY_AFTER = "Retry-After";

    /** For Gatling; does what {@link Injector#current} says. */
    public OrderSimulation() {
        Load load = Injector.current();
        Tally tally = load.tally();
        HttpRequestActionBuilder post = http("order")
                .post(session -> load.address(session.getInt(NUMBER)))
                .header("Content-Type", "application/json")
                .body(StringBody("{\"customer\":\"ingest\",\"lines\":[{\"sku\":\"TEA-1\",\"quantity\":2}],"
                        + "\"note\":\"#{number}\"}"))
                .check(status().saveAs(STATUS), header(RETRY_AFTER).optional().saveAs(RETRY_AFTER));
        for (Map.Entry<String, String> each : Injector.headers().entrySet()) {
            // By a function, because in a plain value Gatling would look for expressions.
            post = post.header(each.getKey(), session -> each.getValue());
        }
        ScenarioBuilder order = scenario("order")
                .exec(session -> session.set(NUMBER, tally.sent(System.nanoTime())))
                .exec(post)
                .exec(session -> {
                    int status = session.contains(STATUS) ? session.getInt(STATUS) : Tally.NO_ANSWER;
                    tally.answered(session.getInt(NUMBER), status, session.contains(RETRY_AFTER), System.nanoTime());
                    return session;
                });
        setUp(order.injectOpen(constantUsersPerSec(load.rate()).during(load.length())))
                .protocols(http.shareConnections().disableWarmUp());
    }
}
