package dev.sluice.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.functions.scale.ScalePlan;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Instances come and go with real messages. */
class ScalingIT extends HostTest {

    @Test
    void instancesComeWithTheLoadAndGoWithoutLosingAnything() {
        var app = busApp(orders()).serviceBus("\"maxConcurrentCalls\": 2").queue(", \"dataType\": \"binary\"");
        host = builder(app).plan(ScalePlan.of(1, 3, Duration.ofSeconds(1))).start();
        assertThat(host.activeInstances("shop")).isEqualTo(1);
        send(Collections.nCopies(40, "slow 500").toArray(String[]::new));
        eventually().until(() -> host.activeInstances("shop") == 3);
        assertThat(log)
                .anyMatch(line -> line.matches("\\[shop\\] scale: instances 1 -> [23], prewarmed [01]: target \\d+ "
                        + "\\(consume \\d+\\+? messages / 2 = \\d+\\+?\\); .*"));
        eventually().until(() -> host.activeInstances("shop") == 1);
        eventually().until(() -> host.instances("shop").size() == 1);
        assertThat(said("answered slow")).isEqualTo(40);
        assertThat(bus.counts("orders").active() + bus.counts("orders").locked())
                .isZero();
        assertThat(log).as("each instance had work").anyMatch(line -> line.contains("[shop 3] answered slow"));
        assertThat(said("drains,")).isEqualTo(2);
        assertThat(said("is gone")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void requestsAreSharedOutAmongInstances() throws Exception {
        host = builder(app().http("echo", "echo", "anonymous"))
                .plan(ScalePlan.of(2, 2, Duration.ofSeconds(10)))
                .start();
        eventually().until(() -> said(": ready after") == 2);
        var pids = new HashSet<String>();
        for (int i = 0; i < 4; i++) {
            pids.add(get("/api/echo").body().split(" ")[3]);
        }
        assertThat(pids).hasSize(2);
    }

    @Test
    void underAPlanAnInstanceThatStoppedIsReplaced() throws Exception {
        host = builder(app().http("echo", "echo", "anonymous"))
                .plan(ScalePlan.of(1, 1, Duration.ofSeconds(1)))
                .start();
        for (int kill = 1; kill <= 3; kill++) {
            int times = kill;
            eventually().until(() -> said("[shop 1] handler") > 0 && said(": ready after") == times);
            host.kill("shop", "1");
        }
        awaitSaid("[shop 1] the host stops: the handler failed 3 times");
        awaitSaid("[shop 2] active");
        eventually().until(() -> get("/api/echo").statusCode() == 203);
        assertThat(host.instances("shop")).singleElement().satisfies(left -> assertThat(left.id())
                .isEqualTo("2"));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> host.stopped().get(0, TimeUnit.SECONDS))
                .isInstanceOf(TimeoutException.class);
    }
}
