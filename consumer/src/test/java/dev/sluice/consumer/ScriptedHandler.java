package dev.sluice.consumer;

import dev.sluice.consumer.processing.FulfilmentHandler;
import dev.sluice.consumer.processing.OrderHandler;
import dev.sluice.consumer.processing.OrderRefusedException;
import dev.sluice.messaging.ReceivedOrder;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.sql.Connection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The sample handler, which does what a test wants when the order's note says so; by way of showing a replacement. */
@Alternative
@Priority(1)
@ApplicationScoped
public class ScriptedHandler implements OrderHandler {
    /** The effect is made and then the handler fails, the first two times. */
    public static final String FAIL_TWICE = "fail twice";

    /** The handler always fails. */
    public static final String FAIL = "fail";

    /** The handler fails so many times: a number follows. */
    public static final String FAIL_TIMES = "fail times ";

    /** The handler fails until {@link #fix} is called. */
    public static final String FAIL_UNTIL_FIXED = "fail until fixed";

    /** The effect is made and then comes an error that no handler catches, the first time. */
    public static final String ERROR_ONCE = "error once";

    /** The effect is made and then the order is refused. */
    public static final String REFUSE = "refuse";

    /** The handler waits until {@link #release} is called. */
    public static final String WAIT = "wait";

    private final Map<UUID, Integer> attempts = new ConcurrentHashMap<>();
    private final Map<UUID, CountDownLatch> held = new ConcurrentHashMap<>();
    private final Set<UUID> fixed = ConcurrentHashMap.newKeySet();
    private final FulfilmentHandler sample;

    ScriptedHandler(FulfilmentHandler sample) {
        this.sample = sample;
    }

    @Override
    public void handle(ReceivedOrder order, Connection connection) throws Exception {
        int attempt = attempts.merge(order.orderId(), 1, Integer::sum);
        String script = String.valueOf(order.order().note());
        sample.handle(order, connection);
        if (script.equals(FAIL) || script.equals(FAIL_TWICE) && attempt <= 2) {
            throw new IllegalStateException("scripted failure " + attempt);
        }
        if (script.startsWith(FAIL_TIMES) && attempt <= Integer.parseInt(script.substring(FAIL_TIMES.length()))) {
            throw new IllegalStateException("scripted failure " + attempt);
        }
        if (script.equals(FAIL_UNTIL_FIXED) && !fixed.contains(order.orderId())) {
            throw new IllegalStateException("not fixed yet");
        }
        if (script.equals(ERROR_ONCE) && attempt == 1) {
            throw new StackOverflowError("scripted error");
        }
        if (script.equals(REFUSE)) {
            throw new OrderRefusedException("scripted refusal");
        }
        if (script.equals(WAIT)) {
            latch(order.orderId()).await(30, TimeUnit.SECONDS);
        }
    }

    /** How often the handler was called for an order. */
    public int attempts(UUID orderId) {
        return attempts.getOrDefault(orderId, 0);
    }

    /** From now on the handler does that order's work. */
    public void fix(UUID orderId) {
        fixed.add(orderId);
    }

    /** Lets the handler of that order go on. */
    public void release(UUID orderId) {
        latch(orderId).countDown();
    }

    private CountDownLatch latch(UUID orderId) {
        return held.computeIfAbsent(orderId, id -> new CountDownLatch(1));
    }
}
