package dev.sluice.stack.drill;

import dev.sluice.stack.LocalStack;
import dev.sluice.stack.ServiceProcess;
import dev.sluice.stack.StackException;
import dev.sluice.stack.ledger.Audit;
import dev.sluice.stack.ledger.Completion;
import dev.sluice.stack.ledger.Ledger;
import dev.sluice.stack.ledger.LoadResult;
import dev.sluice.stack.ledger.OrderLoad;
import dev.sluice.stack.ledger.SteadyPace;
import dev.sluice.stack.ledger.Verdict;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Takes the primary namespace away from a stack under steady load, as kill -9 does it, and gives it back. For the second
 * before the cut consumers stand still, so that orders are stranded on the primary.
 */
public final class FailoverDrill {
    private static final Duration BEFORE = Duration.ofSeconds(4);
    private static final Duration STANDSTILL = Duration.ofSeconds(1);
    private static final Duration OUTAGE = Duration.ofSeconds(8);
    private static final Duration AFTER = Duration.ofSeconds(2);
    private static final Duration FAILBACK_PATIENCE = Duration.ofSeconds(30);
    private static final Duration COMPLETION_PATIENCE = Duration.ofSeconds(60);
    private static final Duration LAST_ANSWER = Duration.ofSeconds(90);
    private static final long POLL_MILLIS = 50;

    /** More than ever wait for their answers: the outage must not hold up the load. */
    private static final int MOST_WAITING = 2_000;

    private final LocalStack stack;
    private final int ordersPerSecond;
    private final Consumer<String> progress;
    private final AnswerLog answers = new AnswerLog();
    private final Ledger ledger = new Ledger();
    private final Audit audit;
    private final ProducerMetrics metrics;

    /**
     * A drill that has not begun.
     *
     * @param stack runs, with two durable namespaces and at least one consumer
     * @param ordersPerSecond the load
     * @param progress gets a line for every step
     */
    public FailoverDrill(LocalStack stack, int ordersPerSecond, Consumer<String> progress) {
        if (stack.secondEmulator().isEmpty()) {
            throw new IllegalArgumentException("without a second namespace there is nothing to fail over to");
        }
        this.stack = stack;
        this.ordersPerSecond = ordersPerSecond;
        this.progress = progress;
        this.audit = new Audit(ledger, stack.database(), stack::queued);
        this.metrics = new ProducerMetrics(stack.producerUrl(), stack.headers());
    }

    /**
     * Runs the drill; the stack is whole again when it returns.
     *
     * @throws StackException if a part of the stack can't be asked any more
     */
    public DrillResult run() throws InterruptedException, SQLException {
        SteadyPace pace = new SteadyPace(ordersPerSecond);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            OrderLoad orders =
                    new OrderLoad(List.of(stack.producerUrl()), stack.headers(), ledger, MOST_WAITING, answers);
            Future<LoadResult> load = thread.submit(() -> orders.post(pace));
            say("%d orders per second", ordersPerSecond);
            pause(BEFORE);
            stack.consumers().forEach(ServiceProcess::pause);
            pause(STANDSTILL);
            long cut = System.nanoTime();
            stack.emulator().kill();
            stack.consumers().forEach(ServiceProcess::resume);
            say("primary killed, %,d orders accepted so far", ledger.size());
            pause(OUTAGE);
            long stranded = stranded();
            stack.emulator().restart();
            long back = System.nanoTime();
            say("primary back, %,d orders stranded there, %,d accepted meanwhile or before", stranded, ledger.size());
            Optional<Duration> failback = awaitFailback(back);
            say(failback.isPresent() ? "orders go to the primary again" : "orders do NOT go to the primary again");
            pause(AFTER);
            pace.end();
            LoadResult result = load.get(LAST_ANSWER.toSeconds(), TimeUnit.SECONDS);
            say("load ended: %,d accepted, %,d unknown", result.accepted(), result.unknown());
            Verdict verdict = new Completion(audit, COMPLETION_PATIENCE).await();
            return new DrillResult(
                    ordersPerSecond,
                    Duration.ofNanos(back - cut),
                    answers.firstAcceptedAfter(cut),
                    answers.slowestAccepted(),
                    answers.notAccepted(),
                    stranded,
                    failback,
                    verdict);
        } catch (ExecutionException | TimeoutException e) {
            throw new StackException("the load has failed: " + e, e);
        } finally {
            pace.end();
            thread.shutdownNow();
        }
    }

    /** What was accepted and is neither in the database nor on the secondary; orders come in while it is counted. */
    private long stranded() throws SQLException {
        long accepted = ledger.size();
        long elsewhere = audit.through() + stack.secondEmulator().orElseThrow().queued();
        return Math.max(0, accepted - elsewhere);
    }

    private Optional<Duration> awaitFailback(long back) throws InterruptedException {
        while (System.nanoTime() - back < FAILBACK_PATIENCE.toNanos()) {
            if (metrics.primaryIsUsed()) {
                return Optional.of(Duration.ofNanos(System.nanoTime() - back));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return Optional.empty();
    }

    private static void pause(Duration time) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(time.toMillis());
    }

    private void say(String line, Object... values) {
        progress.accept(line.formatted(values));
    }
}
