package dev.sluice.producer.api.batch;

import dev.sluice.http.Problem;
import dev.sluice.http.ProblemException;
import dev.sluice.http.ProblemType;
import dev.sluice.producer.api.OrdersConfig;
import dev.sluice.producer.api.Submission;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Bounds how many batches are taken in at once, and so the memory and the worker threads that they hold. */
@ApplicationScoped
class BatchAdmission {
    private final Semaphore places;

    BatchAdmission(OrdersConfig config) {
        this.places = new Semaphore(config.batch().maxConcurrent());
    }

    /**
     * Takes in one batch; never waits for a place.
     *
     * @throws ProblemException if there is none
     */
    <T> T admit(Supplier<T> batch) {
        if (!places.tryAcquire()) {
            throw new ProblemException(
                    Problem.of(ProblemType.OVERLOADED, "Too many batches are being read; nothing of this one was"),
                    Submission.RETRY_AFTER);
        }
        try {
            return batch.get();
        } finally {
            places.release();
        }
    }
}
