package dev.sluice.producer.api.batch;

import dev.sluice.http.Problem;
import dev.sluice.http.ProblemException;
import dev.sluice.http.ProblemType;
import dev.sluice.producer.api.IdempotencyKey;
import dev.sluice.producer.api.Submission;
import dev.sluice.producer.api.batch.ItemResult.Status;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;

/** Which answer a batch gets: it depends on the best and the worst that has become of its items. */
final class BatchAnswers {
    private static final int MULTI_STATUS = 207;
    private static final String RESULTS = "results";

    private BatchAnswers() {}

    /**
     * The answer to a batch: 202 if all items were accepted, 207 if some were.
     *
     * @param results one for each item
     * @param key the whole batch's key
     * @throws ProblemException if no item was accepted
     */
    static RestResponse<BatchAnswer> of(List<ItemResult> results, IdempotencyKey key) {
        if (results.isEmpty()) {
            throw new ProblemException(Problem.of(ProblemType.EMPTY_BATCH, "Send at least one order"));
        }
        int accepted = (int) results.stream()
                .filter(result -> result.status() == Status.ACCEPTED)
                .count();
        if (accepted == 0) {
            throw noneAccepted(results, key);
        }
        int notAccepted = results.size() - accepted;
        return RestResponse.ResponseBuilder.<BatchAnswer>create(
                        notAccepted == 0 ? RestResponse.StatusCode.ACCEPTED : MULTI_STATUS)
                .entity(new BatchAnswer(accepted, notAccepted, results))
                .build();
    }

    private static ProblemException noneAccepted(List<ItemResult> results, IdempotencyKey key) {
        if (has(results, Status.UNAVAILABLE)) {
            Problem problem = Problem.of(
                            ProblemType.SERVICE_BUS_UNAVAILABLE,
                            "No order has been acknowledged. Send the batch again with retryWith as its "
                                    + IdempotencyKey.HEADER + ": its orders will have the same ids, and count once")
                    .with("retryWith", key.value())
                    .with(RESULTS, results);
            return new ProblemException(problem, Submission.RETRY_AFTER);
        }
        ProblemType type = has(results, Status.REFUSED)
                ? ProblemType.ORDER_REFUSED
                : has(results, Status.NOT_READ) ? ProblemType.TOO_LARGE : ProblemType.INVALID_ORDER;
        return new ProblemException(
                Problem.of(type, "No order was accepted: see results").with(RESULTS, results));
    }

    private static boolean has(List<ItemResult> results, Status status) {
        return results.stream().anyMatch(result -> result.status() == status);
    }
}
