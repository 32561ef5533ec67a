package dev.sluice.loadtest.load;

import dev.sluice.loadtest.Experiment;
import dev.sluice.loadtest.Report;
import dev.sluice.loadtest.RunControl;
import dev.sluice.loadtest.deployed.Deployment;
import dev.sluice.stack.ledger.Answered;
import dev.sluice.stack.ledger.Ledger;
import dev.sluice.stack.ledger.LoadResult;
import dev.sluice.stack.ledger.OrderLoad;
import dev.sluice.stack.ledger.SteadyPace;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Posts orders to a system's addresses, then asks there for each until it is processed, parked, or nothing comes any more. */
final class LoadExperiment implements Experiment {
    /** At the highest rate, of answers that take as long as they may, this is far from enough: then the rate is not held. */
    private static final int CLIENTS = 500;

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final LoadScenario scenario;
    private final Deployment deployment;
    private final URI status;

    /** Not begun. @param status the root address of the consumer that tells an order's status */
    LoadExperiment(LoadScenario scenario, Deployment deployment, URI status) {
        this.scenario = scenario;
        this.deployment = deployment;
        this.status = status;
    }

    @Override
    public Report run(RunControl control) throws InterruptedException {
        control.say("load '%s': %,d orders, %.0f a second, to %s"
                .formatted(scenario.name(), scenario.orders(), scenario.rate(), deployment.producers()));
        Ledger ledger = new Ledger();
        Queue<Answered> answers = new ConcurrentLinkedQueue<>();
        OrderLoad load = new OrderLoad(
                deployment.producers(), deployment.credentials().forOrders(), ledger, CLIENTS, answers::add);
        SteadyPace pace = new SteadyPace(scenario.rate());
        long begin = System.nanoTime();
        LoadResult posted =
                load.post(number -> number < scenario.orders() && !control.isStopped() && pace.await(number));
        double postedSeconds = (System.nanoTime() - begin) / 1e9;
        posted.examples().forEach(control::say);

        try (StatusBook book =
                new StatusBook(new StatusClient(status, deployment.credentials().forStatus()), ledger.accepted())) {
            await(book, begin, control);
            LoadFigures figures = new LoadFigures(
                    scenario, posted, postedSeconds, List.copyOf(answers), book, (System.nanoTime() - begin) / 1e9);
            return figures.report();
        }
    }

    private void await(StatusBook book, long begin, RunControl control) throws InterruptedException {
        long movedAt = System.nanoTime();
        while (book.open() > 0
                && !control.isStopped()
                && System.nanoTime() - movedAt < scenario.patience().toNanos()) {
            int before = book.open();
            book.look();
            if (book.open() < before) {
                movedAt = System.nanoTime();
            }
            control.progress("%6.1f s  %,d accepted, of %,d the status is still open"
                    .formatted((System.nanoTime() - begin) / 1e9, book.accepted(), book.open()));
            if (book.open() > 0) {
                control.pause(LOOK);
            }
        }
    }
}
